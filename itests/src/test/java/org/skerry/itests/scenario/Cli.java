// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One run of the shipped {@code skerry} command. */
final class Cli implements AutoCloseable {

    private static final Set<String> STARTING = Set.of("start", "share", "get");

    private static volatile String transport = "auto";

    private final Process process;
    private final Path out;
    private final Path err;
    private final String what;

    private Cli(Process process, Path out, Path err, String what) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.what = what;
    }

    /** Every node that is started from now on uses a transport alone, or {@code auto}. */
    static void over(String transport) {
        Cli.transport = transport;
    }

    static Cli start(Path home, String... arguments) throws IOException {
        return start(List.of(), home, arguments);
    }

    /** Starts a command with a heap of 128 MiB. */
    static Cli startSmall(Path home, String... arguments) throws IOException {
        return start(List.of("env", "SKERRY_JAVA_OPTS=-Xmx128m"), home, arguments);
    }

    private static Cli start(List<String> prefix, Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("skerry.dist"), "bin", "skerry").toString());
        command.add("--home");
        command.add(home.toString());
        command.addAll(List.of(arguments));
        if (arguments.length > 0 && STARTING.contains(arguments[0]) && !transport.equals("auto")) {
            command.addAll(List.of("--transport", transport));
        }
        Path out = Files.createTempFile("skerry", ".out");
        Path err = Files.createTempFile("skerry", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        return new Cli(builder.start(), out, err, String.join(" ", arguments));
    }

    /** Runs a command to its end. */
    static Cli run(Path home, String... arguments) throws Exception {
        Cli cli = start(home, arguments);
        cli.exit(120);
        return cli;
    }

    /** Runs a command to its end, without root's right to read what the mode of a file forbids. */
    static Cli runWithoutOverride(Path home, String... arguments) throws Exception {
        List<String> prefix = "root".equals(System.getProperty("user.name"))
                ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
                : List.of();
        Cli cli = start(prefix, home, arguments);
        cli.exit(120);
        return cli;
    }

    /** {@return the exit code, once it has ended} */
    int exit(int seconds) throws Exception {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(what + " did not end within " + seconds + " s\n" + all());
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    boolean running() {
        return process.isAlive();
    }

    /** {@return the first whole line on stdout, such as the link that a share prints} */
    String line(int seconds) throws Exception {
        await(seconds, cli -> cli.text(cli.out).contains("\n"));
        return out().lines().findFirst().orElseThrow();
    }

    void await(int seconds, Predicate<Cli> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not seen within " + seconds + " s\n" + all());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String all() throws IOException {
        return "exit " + (process.isAlive() ? "–" : process.exitValue()) + "\n-- stdout\n" + out() + "\n-- stderr\n"
                + err();
    }

    /** Kills it, as power loss or the kernel would: no handler of it runs. */
    void kill() throws Exception {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exit(10);
    }

    /** Asks it to end, as a terminal's Ctrl-C nearly does. */
    int terminate() throws Exception {
        process.destroy();
        return exit(20);
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }
}
