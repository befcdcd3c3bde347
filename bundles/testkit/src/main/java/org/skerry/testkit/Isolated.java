// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code in a network namespace of its own (Linux), so that no multicast leaves the machine under test. It finds there
 * {@code lo}, and {@code skerry0} with 10.83.75.1/24, a default route and multicast; nothing of it leads out. Needs
 * {@code unshare} and {@code ip}, and root or user namespaces.
 */
public final class Isolated {

    private static final Logger LOG = LoggerFactory.getLogger(Isolated.class);
    private static final Duration PROBE = Duration.ofSeconds(20);
    private static final Duration TESTS = Duration.ofMinutes(10);

    private Isolated() {}

    /**
     * What became of a run.
     *
     * @param exit exit code of the JVM
     * @param output what it wrote, both streams
     */
    public record Run(int exit, String output) {}

    /** {@return whether this JVM runs in such a namespace} */
    public static boolean here() {
        return "1".equals(System.getenv("SKERRY_ISOLATED"));
    }

    /** {@return empty if namespaces can be made here, else one line that says why not and what to do} */
    public static Optional<String> obstacle() {
        return Probe.FOUND.obstacle();
    }

    /**
     * Runs a main class in a new JVM with the class path of this one, in a fresh namespace, and waits for its end. System
     * properties that begin with {@code skerry.} are passed on.
     *
     * @param main has a {@code main} method
     * @param timeout when the JVM is killed
     * @param arguments of the main method
     * @return its exit code and output
     * @throws IOException if there is an {@link #obstacle}, or it takes too long
     */
    public static Run run(Class<?> main, Duration timeout, String... arguments) throws IOException {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"));
        // As the launcher has it.
        command.addAll(List.of("-XX:ThreadPriorityPolicy=1", "-XX:-PrintWarnings"));
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("skerry."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return execute(Probe.FOUND.flag(), command, timeout);
    }

    /**
     * Runs test classes in a fresh namespace, to be returned by a {@code @TestFactory}. Where that is not possible, the
     * factory is skipped with a message that says what to do.
     *
     * @param classes JUnit 5 test classes, named so that the build does not run them by itself
     * @return one test for each test that was run
     * @throws IOException if the run took too long or broke
     */
    public static Stream<DynamicTest> tests(Class<?>... classes) throws IOException {
        obstacle().ifPresent(obstacle -> {
            LOG.warn("SKIPPED: {}", obstacle);
            Assumptions.abort(obstacle);
        });
        String names = Stream.of(classes).map(Class::getName).collect(Collectors.joining(","));
        Run run = run(IsolatedTests.class, TESTS, names);
        List<DynamicTest> tests = IsolatedTests.read(run.output());
        if (run.exit() != 0 || tests.isEmpty()) {
            throw new IOException("the isolated run ended with " + run.exit() + ":\n" + run.output());
        }
        return tests.stream();
    }

    private static Run execute(String flag, List<String> inside, Duration timeout) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", flag, "sh", "-ec", script(), "isolated"));
        command.addAll(inside);
        Path output = Files.createTempFile("isolated", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("still running after " + timeout + ":\n" + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static String script() throws IOException {
        try (InputStream script = Isolated.class.getResourceAsStream("isolated.sh")) {
            if (script == null) {
                throw new IOException("isolated.sh is missing beside " + Isolated.class.getName());
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * What this machine allows, found out once.
     *
     * @param flag for {@code unshare}
     * @param obstacle empty if it works
     */
    private record Probe(String flag, Optional<String> obstacle) {

        static final Probe FOUND = find();

        private static Probe find() {
            String why = "";
            for (String flag : List.of("-n", "-rn")) {
                try {
                    Run run = execute(flag, List.of("true"), PROBE);
                    if (run.exit() == 0) {
                        return new Probe(flag, Optional.empty());
                    }
                    why = run.output().strip().replace('\n', ' ');
                } catch (IOException e) {
                    why = String.valueOf(e.getMessage());
                }
            }
            return new Probe(
                    "",
                    Optional.of("needs a network namespace, and this machine gives none (" + why
                            + "); run as root or allow user namespaces, and install util-linux and iproute2"));
        }
    }
}
