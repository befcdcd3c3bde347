// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Sees to it that what the metatype says of each number, and what the code enforces, is the same. */
public final class ConfiguredRanges {

    private ConfiguredRanges() {}

    /**
     * Reads the configuration with each number just beyond and just within its range.
     *
     * @param <C> the annotation type of the component's configuration
     * @param pid of the component, which names its metatype document
     * @param configuration that type
     * @param others values for other keys, by method name, where a range depends on them; the rest are the defaults
     * @param reader what the component does with its configuration; must throw with a message that names the key
     * @return how many numbers there are, to be asserted
     * @throws IOException if the bundle has no such metatype document
     */
    public static <C> int check(String pid, Class<C> configuration, Map<String, Object> others, Consumer<C> reader)
            throws IOException {
        int keys = 0;
        NodeList attributes = attributes(pid, configuration);
        for (int i = 0; i < attributes.getLength(); i++) {
            Element attribute = (Element) attributes.item(i);
            String type = attribute.getAttribute("type");
            String key = attribute.getAttribute("id");
            if ((type.equals("Integer") || type.equals("Long")) && !key.equals("service.ranking")) {
                assertThat(attribute.hasAttribute("min") && attribute.hasAttribute("max"))
                        .as("%s: %s has a range", pid, key)
                        .isTrue();
                checkKey(configuration, others, reader, attribute);
                keys++;
            }
        }
        return keys;
    }

    private static <C> void checkKey(
            Class<C> configuration, Map<String, Object> others, Consumer<C> reader, Element attribute) {
        String key = attribute.getAttribute("id");
        boolean isInt = attribute.getAttribute("type").equals("Integer");
        long min = Long.parseLong(attribute.getAttribute("min"));
        long max = Long.parseLong(attribute.getAttribute("max"));
        for (long wrong : new long[] {min - 1, max + 1}) {
            assertThatThrownBy(() -> reader.accept(with(configuration, others, key, isInt, wrong)))
                    .as("%s = %d", key, wrong)
                    .hasMessageContaining(key);
        }
        for (long right : new long[] {min, max}) {
            assertThatCode(() -> reader.accept(with(configuration, others, key, isInt, right)))
                    .as("%s = %d", key, right)
                    .doesNotThrowAnyException();
        }
    }

    private static <C> C with(
            Class<C> configuration, Map<String, Object> others, String key, boolean isInt, long value) {
        String changed = key.replace('.', '_');
        return configuration.cast(Proxy.newProxyInstance(
                configuration.getClassLoader(), new Class<?>[] {configuration}, (proxy, method, args) -> {
                    if (method.getName().equals(changed)) {
                        return isInt ? (Object) (int) value : (Object) value;
                    }
                    return otherwise(others, method);
                }));
    }

    private static Object otherwise(Map<String, Object> others, Method method) {
        Object other = others.get(method.getName());
        return other == null ? method.getDefaultValue() : other;
    }

    private static NodeList attributes(String pid, Class<?> configuration) throws IOException {
        String folder = "/OSGI-INF/metatype/";
        String name = configuration.getResource(folder + pid + ".xml") == null ? configuration.getName() : pid;
        try (InputStream in = configuration.getResourceAsStream(folder + name + ".xml")) {
            if (in == null) {
                throw new IOException("no " + folder + name + ".xml");
            }
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getElementsByTagName("AD");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(name, e);
        }
    }
}
