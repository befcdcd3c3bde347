// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryTest {

    private static final String ERROR =
            "/tmp/lib.so: libpulse.so.0: cannot open shared object file: No such file or directory";

    @Test
    void namesEveryPackageThatIsMissing(@TempDir Path folder) throws Exception {
        for (String there : List.of("libX11.so.6", "libXfixes.so.3", "libXrandr.so.2", "libXcomposite.so.1")) {
            Files.createFile(folder.resolve(there));
        }
        assertThat(Library.advice(ERROR, List.of(folder)))
                .endsWith("apt-get install -y --no-install-recommends libpulse0 libdbus-1-3 libudev1");
    }

    @Test
    void tellsAnotherErrorOfTheLinkerAsItIs(@TempDir Path folder) {
        assertThat(Library.advice("failed to map segment\nmore", List.of(folder)))
                .isEqualTo("the WebRTC library cannot be loaded: failed to map segment");
    }

    @Test
    void leavesNoCopyOfALibraryThatCannotBeLoaded(@TempDir Path folder) throws Exception {
        Path copy = Files.createTempFile(folder, "libwebrtc-java-linux-x86_64", ".so");
        UnsatisfiedLinkError refused = catchThrowableOfType(
                UnsatisfiedLinkError.class,
                () -> System.load(copy.toAbsolutePath().toString()));
        Library.removeCopy(refused.getMessage(), folder);
        assertThat(copy).doesNotExist();
    }

    @Test
    void removesNothingElse(@TempDir Path folder) throws Exception {
        Path other = Files.createFile(folder.resolve("libother.so"));
        Path elsewhere = Files.createFile(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("libwebrtc-java.so"));
        for (Path kept : List.of(other, elsewhere)) {
            Library.removeCopy(kept.toAbsolutePath() + ": file too short", folder);
            assertThat(kept).exists();
        }
        Library.removeCopy("nonsense \0", folder);
    }

    @Test
    void namesTheKeyOfAWrongLimit() {
        Map<String, String> properties = Map.of(HostSettings.FACTORIES, "many");
        assertThatThrownBy(() -> HostSettings.of(properties::get))
                .hasMessage("skerry.webrtc.factories = many in etc/node.properties is no number from 1 to 16");
        assertThat(HostSettings.of(Map.of(HostSettings.MESSAGES, "500")::get).messagesPerFactory())
                .isEqualTo(500);
        assertThat(HostSettings.of(Map.of(HostSettings.NICENESS, "-12")::get).niceness())
                .isEqualTo(-12);
        assertThatThrownBy(() -> HostSettings.of(Map.of(HostSettings.NICENESS, "-3")::get))
                .hasMessage("skerry.webrtc.niceness = -3 in etc/node.properties is no more than Java does itself:"
                        + " set -20 to -6, or 0");
    }
}
