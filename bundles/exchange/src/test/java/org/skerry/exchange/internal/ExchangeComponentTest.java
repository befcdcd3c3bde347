// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.spi.store.ChunkStore;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ExchangeComponentTest {

    @TempDir
    Path home;

    private BundleContext bundle() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, args) -> method.getName().equals("getProperty") && args[0].equals("skerry.home")
                        ? home.toString()
                        : null);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        Map<String, Object> wrong = new HashMap<>(Map.of("stall_s", 1));
        assertThatThrownBy(() -> new ExchangeComponent(bundle(), Configured.with(wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org.skerry.exchange: stall.s = 1");
        assertThatThrownBy(() -> new ExchangeComponent(bundle(), Configured.with(Map.of("directory", "../elsewhere"))))
                .hasMessageContaining("org.skerry.exchange: directory");
        assertThatThrownBy(() -> new ExchangeComponent(bundle(), Configured.with(Map.of("workers", 0))))
                .hasMessageContaining("org.skerry.exchange: workers");
        assertThat(threads()).isEmpty();
    }

    /** What the tools that show metatype allow is what is taken, and no more. */
    @Test
    void takesEveryNumberOfItsRangeAndNoOther() throws Exception {
        NodeList keys = metatype().getElementsByTagName("AD");
        int numbers = 0;
        for (int i = 0; i < keys.getLength(); i++) {
            Element key = (Element) keys.item(i);
            if (Set.of("Integer", "Long").contains(key.getAttribute("type"))) {
                numbers++;
                long min = Long.parseLong(key.getAttribute("min"));
                long max = Long.parseLong(key.getAttribute("max"));
                assertThat(refusal(key, min)).isEmpty();
                assertThat(refusal(key, max)).isEmpty();
                assertThat(refusal(key, min - 1)).startsWith(said(key, min - 1));
                assertThat(refusal(key, max + 1)).startsWith(said(key, max + 1));
            }
        }
        assertThat(numbers).isEqualTo(21);
        assertThat(threads()).isEmpty();
    }

    private static Document metatype() throws Exception {
        String name = "/OSGI-INF/metatype/" + ExchangeConfiguration.class.getName() + ".xml";
        try (InputStream in = ExchangeComponent.class.getResourceAsStream(name)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    private static String said(Element key, long value) {
        return "org.skerry.exchange: " + key.getAttribute("id") + " = " + value + " is not within ";
    }

    private String refusal(Element key, long value) {
        Object typed = key.getAttribute("type").equals("Long") ? (Object) value : (Object) (int) value;
        String method = key.getAttribute("id").replace('.', '_');
        try {
            new ExchangeComponent(bundle(), Configured.with(Map.of(method, typed))).deactivate();
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Test
    void namesWhatIsMissingAndLeavesNoThread() {
        ExchangeComponent component = new ExchangeComponent(bundle(), Configured.with(Map.of()));
        assertThat(component.findings())
                .extracting(Finding::name)
                .containsExactly("peering", "content", "strategy", "store", "journal", "room", "served");
        assertThat(component.findings().stream().filter(Finding::ready).map(Finding::name))
                .containsExactly("journal", "room", "served");
        ChunkStore store = new MemoryStore();
        component.bindStore(store, Map.of());
        component.bindContents(new MemoryContents(new HashMap<>()));
        assertThat(component.findings().stream().filter(Finding::ready).map(Finding::name))
                .containsExactly("content", "store", "journal", "room", "served");
        assertThat(threads()).isNotEmpty();
        long before = System.nanoTime();
        component.deactivate();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("skerry-exchange"))
                .toList();
    }
}
