// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.skerry.runtime.Main;
import org.skerry.runtime.cli.CommandException;
import org.skerry.runtime.cli.Exit;
import org.skerry.runtime.cli.NodeClient;
import org.skerry.runtime.cli.TransportOption;
import org.skerry.runtime.node.NodeHome;

/** A node in a process of its own, started as this process was. */
final class ChildNode implements AutoCloseable {

    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final int READY_MILLIS = 20_000;
    private static final long POLL_MILLIS = 20;

    private final String name;
    private final NodeHome home;
    private final Path output;
    private final Process process;

    private ChildNode(String name, NodeHome home, Path output, Process process) {
        this.name = name;
        this.home = home;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts a node whose traffic stays on this machine.
     *
     * @param name for people
     * @param folder its home, is made
     * @param port of multicast, the same for all nodes of a demo
     * @param transport to use
     */
    static ChildNode start(String name, Path folder, int port, TransportOption transport) throws IOException {
        NodeHome home = new NodeHome(folder);
        Files.createDirectories(home.etc());
        Files.writeString(home.etc().resolve("org.skerry.transport.direct.cfg"), "bind = 127.0.0.1\n");
        Files.writeString(
                home.etc().resolve("org.skerry.signaling.multicast.cfg"),
                "interfaces = lo\nttl = 0\ngroup6 =\nport = " + port + "\n");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command(folder, transport))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ChildNode(name, home, output, process);
    }

    private static List<String> command(Path home, TransportOption transport) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("--home", home.toString(), "start", "--transport", transport.word()));
        return command;
    }

    /** Waits until it is ready. */
    void awaitReady() throws CommandException, InterruptedException {
        long deadline = System.nanoTime() + BOOT.toNanos();
        // Its end is waited for; that its socket is there, no process tells another.
        do {
            Optional<NodeClient> client = NodeClient.connect(home.socket());
            if (client.isPresent()) {
                JsonObject wait = jakarta.json.Json.createObjectBuilder()
                        .add("waitMillis", READY_MILLIS)
                        .build();
                client.get().call("ready", wait, event -> {}).orFail();
                return;
            }
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CommandException(Exit.FAILED, "the " + name + " node ended: " + lastWords());
            }
        } while (System.nanoTime() - deadline < 0);
        throw new CommandException(Exit.FAILED, "the " + name + " node did not come up: " + lastWords());
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output);
            return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    /** A new connection to it. */
    NodeClient client() throws CommandException {
        return NodeClient.connect(home.socket())
                .orElseThrow(() -> new CommandException(Exit.FAILED, "the " + name + " node is gone: " + lastWords()));
    }

    /** Ends it, by force if it does not go within 5 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
