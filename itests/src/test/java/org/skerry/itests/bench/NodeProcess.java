// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own: the shipped {@code skerry start}. */
final class NodeProcess implements AutoCloseable {

    private final Path home;
    private final Process process;
    private final Control control;

    private NodeProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
        this.control = new Control(home);
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param home its home, made anew
     * @param javaOptions for its Java, separated by spaces
     * @param etc configuration files, by name
     */
    static NodeProcess start(Path home, String javaOptions, Map<String, String> etc) throws Exception {
        NodeProcess node = launch(List.of(), home, javaOptions, etc);
        node.control.awaitReady();
        return node;
    }

    /**
     * Starts one by a command that runs another one, and does not wait for it.
     *
     * @param by the command, such as {@code nsenter}; empty for none
     */
    static NodeProcess launch(List<String> by, Path home, String javaOptions, Map<String, String> etc)
            throws IOException {
        Path folder = Files.createDirectories(home.resolve("etc"));
        for (Map.Entry<String, String> file : etc.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        String script =
                Path.of(System.getProperty("skerry.dist"), "bin", "skerry").toString();
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of("sh", script, "--home", home.toString(), "start"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console.txt").toFile());
        builder.environment().put("SKERRY_JAVA_OPTS", javaOptions);
        return new NodeProcess(home, builder.start());
    }

    Control control() {
        return control;
    }

    Path home() {
        return home;
    }

    /** {@return what Linux tells about it} */
    Proc proc() {
        return new Proc(process.pid());
    }

    /** Ends it without a goodbye. */
    void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
