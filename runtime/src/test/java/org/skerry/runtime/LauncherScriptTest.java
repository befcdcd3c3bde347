// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script of a checkout, with a build that only says that it ran. */
@Timeout(60)
class LauncherScriptTest {

    private static final String BUILD = "#!/bin/sh\necho \"a build\"\necho built >> builds\n[ ! -e broken ] || exit 1\n"
            + "mkdir -p runtime/target/dist/lib runtime/target/dist/bin runtime/target/dist/natives\n"
            + "printf '# comment\\nlibone.so.1 lib-one\\nlibtwo.so.2 lib-two\\n' > runtime/target/dist/natives/debian.txt\n"
            + "echo 'echo ran \"$@\"' > runtime/target/dist/bin/skerry\n";

    @TempDir
    Path root;

    private String out;
    private String err;

    @BeforeEach
    void setUp() throws IOException {
        for (String file : new String[] {
            "pom.xml",
            "bundles/api/src/main/A.java",
            "bundles/api/src/test/T.java",
            "bundles/README.md",
            "features/f.json",
            "runtime/pom.xml"
        }) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
            age(file, Duration.ofHours(2));
        }
        Files.copy(
                Path.of(System.getProperty("basedir", "."), "skerry"),
                root.resolve("runtime/skerry"),
                StandardCopyOption.COPY_ATTRIBUTES);
        age("runtime/skerry", Duration.ofHours(2));
        Path build = Files.writeString(root.resolve("mvnw"), BUILD);
        Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void age(String file, Duration age) throws IOException {
        Files.setLastModifiedTime(
                root.resolve(file), FileTime.from(Instant.now().minus(age)));
    }

    private int run(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = root.resolve("runtime/skerry").toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Path messages = root.resolve("messages");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(messages.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", root.resolve("tools").toString(), (old, first) -> first + ":" + old);
        Process process = builder.start();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        err = Files.readString(messages);
        return code;
    }

    private long builds() throws IOException {
        return Files.readAllLines(root.resolve("builds")).size();
    }

    @Test
    void buildsOnceAndKeepsStdoutClean() throws Exception {
        assertThat(run("status", "a b")).isZero();
        assertThat(out).isEqualTo("ran status a b\n");
        assertThat(run("status")).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run();
        age("runtime/target/.built", Duration.ofHours(1));
        for (String unimportant : new String[] {"bundles/api/src/test/T.java", "bundles/README.md"}) {
            age(unimportant, Duration.ofMinutes(30));
        }
        run();
        assertThat(builds()).isEqualTo(1);
        for (String source : new String[] {"bundles/api/src/main/A.java", "features/f.json", "pom.xml"}) {
            long before = builds();
            age(source, Duration.ofMinutes(20));
            age("runtime/target/.built", Duration.ofHours(1));
            run();
            assertThat(builds()).as(source).isEqualTo(before + 1);
            age(source, Duration.ofHours(2));
        }
    }

    @Test
    void leavesNothingOfAnOlderBuild() throws Exception {
        run();
        Path old = Files.createFile(root.resolve("runtime/target/dist/lib/old.jar"));
        age("runtime/target/.built", Duration.ofHours(3));
        run();
        assertThat(old).doesNotExist();
        assertThat(root.resolve("runtime/target/dist/bin/skerry")).exists();
    }

    @Test
    void showsTheEndOfABuildThatFails() throws Exception {
        Files.createFile(root.resolve("broken"));

        assertThat(run("status")).isEqualTo(1);
        assertThat(out).isEmpty();
        assertThat(err).contains("a build").contains("the build failed").contains("build.log");
    }

    @Test
    void keepsWhatItHadWhenABuildFails() throws Exception {
        run();
        Path lib = Files.createFile(root.resolve("runtime/target/dist/lib/a.jar"));
        age("runtime/target/.built", Duration.ofHours(3));
        Files.createFile(root.resolve("broken"));
        assertThat(run("status")).isEqualTo(1);
        assertThat(lib).exists();
        try (Stream<Path> left = Files.list(root.resolve("runtime/target"))) {
            assertThat(left.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder(".built", ".building", "dist", "build.log");
        }
    }

    @Test
    void takesWhatMavenHasBuiltIfItIsWholeAndNewerThanAllSources() throws Exception {
        run();
        Files.delete(root.resolve("runtime/target/.built"));
        String first = "bundles/api/target/org.skerry.api-1.jar";
        String last = "runtime/target/dist/lib/org.skerry.runtime-1.jar";
        for (String jar : new String[] {first, last}) {
            Files.createDirectories(root.resolve(jar).getParent());
            Files.createFile(root.resolve(jar));
        }
        age(first, Duration.ofMinutes(20));
        run();
        assertThat(builds()).isEqualTo(1);
        age(last, Duration.ofMinutes(30));
        run();
        assertThat(builds()).as("was not built to its end").isEqualTo(2);
        Files.delete(root.resolve("runtime/target/.built"));
        Files.createFile(root.resolve(last));
        age("features/f.json", Duration.ofMinutes(10));
        run();
        assertThat(builds()).as("a source is newer").isEqualTo(3);
    }

    private void tool(String name, String script) throws IOException {
        Path tools = Files.createDirectories(root.resolve("tools"));
        Path tool = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void natives(int user) throws IOException {
        tool("id", "echo " + user);
        tool("ldconfig", "printf '\\tlibone.so.1 (libc6,x86-64) => /lib/libone.so.1\\n'");
        tool("apt-get", "echo \"$@\" >> " + root.resolve("installed"));
    }

    @Test
    void installsWhatWebRtcNeedsAsRootAndSaysSo() throws Exception {
        natives(0);
        assertThat(run("--home", "x", "start")).isZero();
        assertThat(err).contains("skerry: installing what WebRTC needs: lib-two\n");
        assertThat(out).isEqualTo("ran --home x start\n");
        assertThat(run("start")).isZero();
        assertThat(Files.readAllLines(root.resolve("installed")))
                .containsExactly(
                        "-o Acquire::http::Timeout=20 -o Acquire::Retries=0 update",
                        "-o Acquire::http::Timeout=20 -o Acquire::Retries=0 install -y --no-install-recommends lib-two");
    }

    @Test
    void installsNothingForWhoOnlyAsks() throws Exception {
        natives(0);
        for (String asked : List.of(
                "share --help",
                "demo -h",
                "--home start status",
                "unshare demo",
                "start --transport direct",
                "--home x get --transport=direct y")) {
            assertThat(run(asked.split(" "))).isZero();
            assertThat(err).as(asked).doesNotContain("WebRTC");
        }
        assertThat(root.resolve("installed")).doesNotExist();
    }

    @Test
    void saysOnceHowToInstallWhatWebRtcNeeds() throws Exception {
        natives(1000);
        run("status");
        assertThat(err).doesNotContain("WebRTC");
        run("share", "x");
        assertThat(err).contains("for WebRTC: apt-get install -y --no-install-recommends lib-two\n");
        run("share", "x");
        assertThat(err).isEmpty();
        assertThat(root.resolve("installed")).doesNotExist();
    }

    @Test
    void goesOnWithoutWhatCannotBeInstalled() throws Exception {
        natives(0);
        tool("apt-get", "echo no network; exit 100");
        assertThat(run("demo")).isZero();
        assertThat(err).contains("that failed").contains("natives.log").doesNotContain("no network");
        assertThat(out).isEqualTo("ran demo\n");
    }
}
