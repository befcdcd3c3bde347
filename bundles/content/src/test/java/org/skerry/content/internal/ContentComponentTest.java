// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.annotations.AttributeDefinition;

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

    @ParameterizedTest
    @CsvSource({
        "workers, 0, 64",
        "jobs, 1, 16",
        "open_files, 1, 4096",
        "idle_seconds, 1, 3600",
        "cache_mib, 1, 1024",
    })
    void refusesWhatIsOutOfTheRangeThatTheMetatypeTells(String name, int least, int most) throws Exception {
        for (int wrong : new int[] {least - 1, most + 1}) {
            String key = name.replace('_', '.');
            assertThatThrownBy(() -> ContentComponent.settings(with(Map.of(name, wrong))))
                    .hasMessage(
                            "org.skerry.content: " + key + " = " + wrong + " is not within " + least + " to " + most);
        }
        ContentComponent.settings(with(Map.of(name, least)));
        ContentComponent.settings(with(Map.of(name, most)));
        Method method = ContentConfiguration.class.getDeclaredMethod(name);
        AttributeDefinition told = method.getAnnotation(AttributeDefinition.class);
        if (told != null) { // Its retention is not up to this bundle.
            assertThat(told.min() + " " + told.max()).isEqualTo(least + " " + most);
        }
    }
}
