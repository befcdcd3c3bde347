// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativePackagesTest {

    private static final Distribution SHIPPED =
            new Distribution(Path.of("..", "dist").toAbsolutePath().normalize());

    @TempDir
    Path folder;

    @Test
    void namesThePackagesOfWhatIsInNoFolder() throws Exception {
        Path one = Files.createDirectories(folder.resolve("one"));
        Path two = Files.createDirectories(folder.resolve("two"));
        for (String there : List.of("libpulse.so.0", "libX11.so.6", "libXfixes.so.3", "libXrandr.so.2")) {
            Files.createFile(one.resolve(there));
        }
        Files.createFile(two.resolve("libdbus-1.so.3"));
        assertThat(NativePackages.missing(SHIPPED, List.of(one, two))).containsExactly("libxcomposite1", "libudev1");
        assertThat(NativePackages.command(List.of("a", "b")))
                .isEqualTo("apt-get install -y --no-install-recommends a b");
    }

    @Test
    void knowsThoseThatTheLibraryItselfNames() throws Exception {
        Field field = Class.forName("org.skerry.webrtc.host.internal.Library").getDeclaredField("PACKAGES");
        field.setAccessible(true);
        Map<?, ?> named = (Map<?, ?>) field.get(null);
        assertThat(NativePackages.missing(SHIPPED, List.of()))
                .hasSameElementsAs(named.values().stream().map(String::valueOf).toList());
    }
}
