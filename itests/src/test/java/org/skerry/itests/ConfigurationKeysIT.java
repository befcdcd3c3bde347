// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.skerry.runtime.node.Distribution;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** How the configuration keys of all shipped bundles look, held against their metatype files. */
public class ConfigurationKeysIT {

    private static final Set<String> NUMBERS = Set.of("Integer", "Long", "Short", "Byte", "Double", "Float");

    @Test
    public void keysAreDottedAndNumbersBounded() throws Exception {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                    JarEntry entry = all.nextElement();
                    if (entry.getName().matches("OSGI-INF/metatype/.*\\.xml")) {
                        seen += check(jar.getFileName() + ": ", file.getInputStream(entry), wrong);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue("keys seen: " + seen, seen > 40);
    }

    /** Keys are the elements of the annotation with which a component is activated (OSGi Compendium 8.1, 112.8.2). */
    @Test
    public void everyKeyOfEveryComponentIsDescribed() throws Exception {
        Map<String, Set<String>> described = new TreeMap<>();
        Map<String, Set<String>> read = new TreeMap<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                JavaClasses classes = new ClassFileImporter()
                        .withImportOption(it -> it.contains("/internal/"))
                        .importJar(file);
                for (JarEntry entry : Collections.list(file.entries())) {
                    if (entry.getName().matches("OSGI-INF/metatype/.*\\.xml")) {
                        describe(root(file.getInputStream(entry)), described);
                    } else if (entry.getName().matches("OSGI-INF/[^/]+\\.xml")) {
                        Element component = root(file.getInputStream(entry));
                        Set<String> keys = keys(component, classes);
                        if (!keys.isEmpty()) {
                            read.put(pid(component), keys);
                        }
                    }
                }
            }
        }
        assertTrue("components seen: " + read.keySet(), read.size() > 10);
        assertEquals(described, read);
    }

    private static void describe(Element metadata, Map<String, Set<String>> described) {
        Map<String, Set<String>> byType = new TreeMap<>();
        for (Element type : elements(metadata, "OCD")) {
            Set<String> keys = new TreeSet<>();
            elements(type, "AD").forEach(it -> keys.add(it.getAttribute("id")));
            // Of the framework, which every component has.
            keys.remove("service.ranking");
            byType.put(type.getAttribute("id"), keys);
        }
        for (Element designate : elements(metadata, "Designate")) {
            String pid = designate.getAttribute(designate.hasAttribute("factoryPid") ? "factoryPid" : "pid");
            String type = elements(designate, "Object").get(0).getAttribute("ocdref");
            described.put(pid, byType.get(type));
        }
    }

    private static String pid(Element component) {
        return component.getAttribute(component.hasAttribute("configuration-pid") ? "configuration-pid" : "name");
    }

    private static Set<String> keys(Element component, JavaClasses classes) {
        JavaClass type =
                classes.get(elements(component, "implementation").get(0).getAttribute("class"));
        Set<String> keys = new TreeSet<>();
        type.getCodeUnits().stream()
                .flatMap(it -> it.getRawParameterTypes().stream())
                .filter(JavaClass::isAnnotation)
                .flatMap(it -> it.getMethods().stream())
                .forEach(it -> keys.add(it.getName().replace('_', '.')));
        keys.remove("service.ranking");
        return keys;
    }

    private static Element root(InputStream in) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(in)
                .getDocumentElement();
    }

    private static List<Element> elements(Element above, String name) {
        NodeList found = above.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(it -> (Element) found.item(it))
                .toList();
    }

    private static List<Path> jars() throws Exception {
        try (Stream<Path> all = Files.walk(Distribution.current().folder().resolve("system/org/skerry"))) {
            return all.filter(it -> it.toString().endsWith(".jar")).toList();
        }
    }

    private static int check(String where, InputStream in, List<String> wrong) throws Exception {
        NodeList keys = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(in)
                .getElementsByTagName("AD");
        for (int i = 0; i < keys.getLength(); i++) {
            Element key = (Element) keys.item(i);
            String id = key.getAttribute("id");
            if (!id.matches("[a-z0-9]+(\\.[a-z0-9]+)*")) {
                wrong.add(where + id + " is not dotted");
            }
            boolean bounded = key.hasAttribute("min") && key.hasAttribute("max");
            // Of the framework, which takes any.
            boolean ranking = id.equals("service.ranking");
            if (NUMBERS.contains(key.getAttribute("type")) && !bounded && !ranking) {
                wrong.add(where + id + " has no bounds");
            }
        }
        return keys.getLength();
    }
}
