// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path folder = Files.createDirectories(home.resolve("etc"));
        for (Map.Entry<String, String> file : etc.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        String script =
                Path.of(System.getProperty("skerry.dist"), "bin", "skerry").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", script, "--home", home.toString(), "start"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console.txt").toFile());
        builder.environment().put("SKERRY_JAVA_OPTS", javaOptions);
        NodeProcess node = new NodeProcess(home, builder.start());
        node.control.awaitReady();
        return node;
    }

    Control control() {
        return control;
    }

    Path home() {
        return home;
    }

    /** {@return the greatest resident size it ever had, MiB} */
    long peakMiB() throws IOException {
        return proc("status")
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** {@return processor time that it has taken, seconds} */
    double cpuSeconds() throws IOException {
        String stat = proc("stat").findFirst().orElse("");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private java.util.stream.Stream<String> proc(String file) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), file)).stream();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
