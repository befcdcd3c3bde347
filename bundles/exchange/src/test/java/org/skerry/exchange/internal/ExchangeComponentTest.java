// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.spi.store.ChunkStore;

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
        Map<String, Object> wrong = new HashMap<>(Map.of("stall_seconds", 1));
        assertThatThrownBy(() -> new ExchangeComponent(bundle(), Configured.with(wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org.skerry.exchange: stall.seconds = 1");
        assertThatThrownBy(() -> new ExchangeComponent(bundle(), Configured.with(Map.of("directory", "../elsewhere"))))
                .hasMessageContaining("org.skerry.exchange: directory");
        assertThatThrownBy(() -> new ExchangeComponent(bundle(), Configured.with(Map.of("workers", 0))))
                .hasMessageContaining("org.skerry.exchange: workers");
        assertThat(threads()).isEmpty();
    }

    @Test
    void namesWhatIsMissingAndLeavesNoThread() {
        ExchangeComponent component = new ExchangeComponent(bundle(), Configured.with(Map.of()));
        assertThat(component.findings())
                .extracting(Finding::name)
                .containsExactly("peering", "content", "strategy", "store");
        assertThat(component.findings()).noneMatch(Finding::ready);
        ChunkStore store = new MemoryStore();
        component.bindStore(store, Map.of());
        component.bindContents(new MemoryContents(new HashMap<>()));
        assertThat(component.findings().stream().filter(Finding::ready).map(Finding::name))
                .containsExactly("content", "store");
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
