// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHomeTest {

    @TempDir
    Path folder;

    private Distribution distribution;
    private NodeHome home;

    @BeforeEach
    void setUp() throws IOException {
        Path shipped = folder.resolve("dist");
        Files.createDirectories(shipped.resolve("features"));
        Files.createDirectories(shipped.resolve("system"));
        Files.createDirectories(shipped.resolve("etc"));
        Files.writeString(shipped.resolve("etc/node.properties"), "skerry.features = framework, nonsense\n");
        Files.writeString(shipped.resolve("features/framework.json"), "{\"id\":\"g:a:1\",\"bundles\":[]}");
        distribution = new Distribution(shipped);
        home = new NodeHome(folder.resolve("home"));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void makesAHomeThatIsItsOwnersAlone() throws Exception {
        home.prepare(distribution);

        assertThat(rights(home.folder())).isEqualTo("rwx------");
        assertThat(home.etc().resolve("node.properties")).exists();
        assertThat(home.open()).isEmpty();
    }

    @Test
    void keepsSecretsToTheOwnerInAHomeThatIsOpen() throws Exception {
        for (Path path : new Path[] {home.folder(), home.state(), home.log()}) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createFile(home.socket());
        Files.setPosixFilePermissions(home.socket(), PosixFilePermissions.fromString("rw-rw----"));
        assertThat(home.open()).containsExactly(home.state(), home.log(), home.socket());

        home.prepare(distribution);

        assertThat(rights(home.state())).isEqualTo("rwx------");
        assertThat(rights(home.log())).isEqualTo("rwx------");
        assertThat(rights(home.folder())).as("is the user's to decide").isEqualTo("rwxr-xr-x");
    }

    @Test
    void leavesConfigurationThatIsThere() throws Exception {
        Files.createDirectories(home.etc());
        Files.writeString(home.etc().resolve("node.properties"), "mine = 1\n");
        home.prepare(distribution);

        assertThat(home.settings()).containsOnlyKeys("mine");
    }

    @Test
    void isTakenByOneNodeAtATime() throws Exception {
        home.prepare(distribution);
        assertThat(home.taken()).isFalse();
        Closeable lock = home.lock();
        assertThat(home.taken()).isTrue();

        assertThatThrownBy(home::lock)
                .isInstanceOf(NodeException.class)
                .hasMessage("a node is running in " + home.folder()
                        + " already; stop it, or choose another home with --home");
        lock.close();
        assertThat(home.taken()).isFalse();
        home.lock().close();
    }

    @Test
    void isKeptFromOtherProcessesHoweverOftenThisOneLooks() throws Exception {
        home.prepare(distribution);
        try (Closeable lock = home.lock()) {
            assertThat(lock).isNotNull();
            assertThat(lockedElsewhere()).isTrue();
            assertThat(new NodeHome(home.folder().resolve("etc/..")).taken()).isTrue();
            assertThatThrownBy(home::lock).isInstanceOf(NodeException.class);
            assertThat(lockedElsewhere()).isTrue();
        }
        assertThat(lockedElsewhere()).isFalse();
    }

    /** Asks another process. */
    private boolean lockedElsewhere() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(Look.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        classes,
                        Look.class.getName(),
                        home.folder().resolve("node.lock").toString())
                .inheritIO()
                .start();
        int code = process.waitFor();
        assertThat(code).isBetween(10, 11);
        return code == 11;
    }

    /** Tries a lock, and ends with 11 if another process has it, else 10. */
    static final class Look {

        private Look() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.exit(channel.tryLock() == null ? 11 : 10);
            }
        }
    }

    @Test
    void namesFileAndKeyOfAFeatureThatThereIsNot() throws Exception {
        assertThatThrownBy(() -> NodeFramework.start(distribution, home, Map.of()))
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith(
                        home.etc().resolve("node.properties") + ": skerry.features: there is no feature 'nonsense'");
        home.lock().close();
    }

    @Test
    void namesFileAndKeyWhenNoFeaturesAreNamed() throws Exception {
        home.prepare(distribution);
        for (String settings : new String[] {"", "skerry.features =\n", "skerry.features = shell\n"}) {
            Files.writeString(home.etc().resolve("node.properties"), settings);
            assertThatThrownBy(() -> NodeFramework.start(distribution, home, Map.of()))
                    .hasMessageStartingWith(home.etc().resolve("node.properties")
                            + ": skerry.features: it is to name 'framework', which every node stands on");
        }
    }
}
