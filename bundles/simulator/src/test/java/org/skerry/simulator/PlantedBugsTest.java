// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs on purpose, one at a time, in a copy of a class, and sees whether courses find them. */
@EnabledIfSystemProperty(named = "skerry.ci", matches = "true", disabledReason = "takes minutes: runs with -Pci")
class PlantedBugsTest {

    private static final int SEEDS = 500;

    private enum Bug {
        CREDIT_LEAK("exchange", "peer.Outgoing", "sent += bytes;", "sent += bytes + 1;"),
        LEAK_OF_A_CLOSED_WINDOW("exchange", "flow.CreditWindow", "budget.release(window);", ""),
        LOST_WAKEUP("exchange", "serve.Server", "message.limit());\n        pump(peer);", "message.limit());"),
        MISSING_FSYNC("content", "acquire.Target", "content.force(true);", ""),
        RESUME_OFF_BY_ONE(
                "content",
                "acquire.DiskCheck",
                "work.read(file, place.fileOffset(), target)",
                "work.read(file, place.fileOffset() + 1, target)"),
        STALE_GENERATION("exchange", "peer.RemotePeer", "return agreed && linked && !gone;", "return linked && !gone;"),
        STALE_REQUESTS("exchange", "peer.RemotePeer", "outgoing = new Outgoing();\n        haves", "haves");

        private final String bundle;
        private final String type;
        private final String right;
        private final String wrong;

        Bug(String bundle, String type, String right, String wrong) {
            this.bundle = bundle;
            this.type = type;
            this.right = right;
            this.wrong = wrong;
        }

        Path source() {
            String path = "org/skerry/" + bundle + "/internal/" + type.replace('.', '/') + ".java";
            return Path.of(System.getProperty("basedir", "."), "..", bundle, "src/main/java")
                    .resolve(path);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFoundWithinFiveHundredSeeds(Bug bug, @TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(bug.name().matches(System.getProperty("skerry.sim.bug", ".*")));
        OptionalLong found = firstSeedThatFails(planted(bug, folder));
        System.out.println(bug + ": " + (found.isPresent() ? "found by seed " + found.getAsLong() : "not found"));
        assertThat(found).isPresent();
        assertThat(Course.run(found.getAsLong()).nodes()).as("without the bug").isPositive();
    }

    /** {@return a folder with the class, and the bug in it} */
    private static Path planted(Bug bug, Path folder) throws IOException {
        String source = Files.readString(bug.source());
        assertThat(source).containsOnlyOnce(bug.right);
        Path changed = folder.resolve(bug.source().getFileName());
        Files.writeString(changed, source.replace(bug.right, bug.wrong));
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-nowarn", "-cp", classPath(), "-d", classes + "", changed + "");
        assertThat(result).as("compiling " + changed).isZero();
        return classes;
    }

    private static String classPath() {
        // Surefire's own is a jar that only names the others.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static OptionalLong firstSeedThatFails(Path classes) throws Exception {
        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String path : classPath().split(File.pathSeparator)) {
            urls.add(url(path));
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method run = loader.loadClass(Course.class.getName()).getMethod("run", long.class);
            for (long seed = 1; seed <= SEEDS; seed++) {
                try {
                    run.invoke(null, seed);
                } catch (InvocationTargetException e) {
                    System.out.println(
                            e.getCause().getMessage().lines().findFirst().orElse(""));
                    assertThat(e.getCause().getClass().getName()).isEqualTo(CourseFailure.class.getName());
                    return OptionalLong.of(seed);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static URL url(String path) throws MalformedURLException {
        return Path.of(path).toUri().toURL();
    }
}
