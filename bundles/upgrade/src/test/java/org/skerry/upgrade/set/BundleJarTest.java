// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.skerry.upgrade.TestJar;

class BundleJarTest {

    @TempDir
    Path folder;

    private BundleJar read(TestJar jar) throws IOException {
        return BundleJar.read(jar.write(folder.resolve("it.jar")));
    }

    @Test
    void readsWhatTheManifestSays() throws IOException {
        assertThat(read(TestJar.bundle("a.b;singleton:=true", "1.2.3.q")))
                .isEqualTo(new BundleJar("a.b", new Version(1, 2, 3, "q"), false, false));
        assertThat(read(TestJar.bundle("f", "1").header("Fragment-Host", "a.b")).fragment())
                .isTrue();
        assertThat(read(TestJar.bundle("f", "1").header("Skerry-Swap", "restart"))
                        .restart())
                .isTrue();
    }

    @Test
    void saysWhyAFileIsNoBundle() throws IOException {
        Path file = folder.resolve("it.jar");
        assertThatThrownBy(() -> read(TestJar.zip().entry("a", "b")))
                .hasMessage(file + " is no bundle: it has no manifest");
        assertThatThrownBy(() -> read(TestJar.zip().header("Manifest-Version", "1.0")))
                .hasMessage(file + " is no bundle: its manifest names no Bundle-SymbolicName");
        assertThatThrownBy(() -> read(TestJar.bundle("a", "one")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is no bundle: ");
        assertThatThrownBy(() -> read(TestJar.zip().entry("META-INF/MANIFEST.MF", "no manifest\n")))
                .hasMessageContaining(file + " is no bundle: its manifest cannot be read");
        Files.writeString(file, "no zip");
        assertThatThrownBy(() -> BundleJar.read(file)).hasMessageContaining(file + " is no jar: ");
    }

    @Test
    void readsNoManifestThatIsHuge() {
        TestJar jar = TestJar.bundle("a", "1").header("X-Padding", "x".repeat(2 << 20));
        assertThatThrownBy(() -> read(jar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its manifest has more than 1048576 bytes");
    }
}
