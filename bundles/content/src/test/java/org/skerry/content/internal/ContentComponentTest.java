// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.skerry.testkit.ConfiguredRanges;

class ContentComponentTest {

    @TempDir
    Path home;

    private ContentConfiguration with(Map<String, Object> values) {
        return (ContentConfiguration) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ContentConfiguration.class},
                (self, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private BundleContext bundle() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, arguments) -> home.toString());
    }

    @Test
    void keepsItsStateBelowTheHome() throws Exception {
        ContentComponent component = new ContentComponent(bundle(), with(Map.of("directory", "some/where")));
        component.deactivate();
        assertThat(home.resolve("some/where/shares")).isDirectory();
        assertThatThrownBy(() -> new ContentComponent(bundle(), with(Map.of("directory", "../elsewhere"))))
                .hasMessage("org.skerry.content: directory = ../elsewhere is not below the node's home");
        assertThat(Files.exists(home.resolveSibling("elsewhere"))).isFalse();
    }

    @Test
    void everyNumberHasTheRangeThatItsMetatypeNames() throws Exception {
        assertThat(ConfiguredRanges.check(
                        ContentComponent.PID, ContentConfiguration.class, Map.of(), ContentComponent::settings))
                .isEqualTo(5);
    }

    @Test
    void leavesNoThreadIfItCannotUseItsFolder() throws Exception {
        Files.createFile(Files.createDirectories(home.resolve("state/content")).resolve("fetches"));
        assertThatThrownBy(() -> new ContentComponent(bundle(), with(Map.of())))
                .hasMessageStartingWith("org.skerry.content: the folder of directory = ");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("content"));
    }
}
