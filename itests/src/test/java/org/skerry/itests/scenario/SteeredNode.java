// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.skerry.itests.Versions;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeFramework;
import org.skerry.runtime.node.NodeHome;

/** A shipped node in a process of its own whose bundles are stopped, started and updated; {@link #main} is that process. */
final class SteeredNode implements AutoCloseable {

    private static final String DONE = "done";

    private final Process process;
    private final BufferedReader from;
    private final PrintStream to;
    private final Path errors;

    private SteeredNode(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts it in a home that is configured, and waits until its framework runs. */
    static SteeredNode start(Path home) throws IOException {
        String classes = SteeredNode.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String dist = System.getProperty("skerry.dist");
        Path errors = Files.createTempFile("skerry", ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dskerry.dist=" + dist,
                        "-Dskerry.home=" + home,
                        "-Dlogback.configurationFile=" + home.resolve("etc/logback.xml"),
                        "-cp",
                        classes + File.pathSeparator + Path.of(dist, "lib") + "/*",
                        SteeredNode.class.getName(),
                        home.toString())
                .redirectError(errors.toFile())
                .start();
        SteeredNode node = new SteeredNode(process, errors);
        node.awaitDone();
        return node;
    }

    /** Does {@code stop}, {@code start} or {@code update} to a bundle. */
    void steer(String what, String symbolicName) throws IOException {
        to.println(what + " " + symbolicName);
        awaitDone();
    }

    private void awaitDone() throws IOException {
        String line = from.readLine();
        while (line != null && !line.equals(DONE)) {
            line = from.readLine();
        }
        Scenario.check(line != null, "the node failed:\n" + Files.readString(errors));
    }

    @Override
    public void close() throws Exception {
        to.close();
        if (!process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** @param arguments the home */
    public static void main(String[] arguments) throws Exception {
        Distribution distribution = Distribution.current();
        NodeHome home = new NodeHome(Path.of(arguments[0]));
        home.prepare(distribution);
        try (NodeFramework node = NodeFramework.start(distribution, home, Map.of())) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = "";
            while (line != null) {
                if (!line.isEmpty()) {
                    steer(node, line.split(" "));
                }
                System.out.println(DONE);
                line = in.readLine();
            }
        }
        System.exit(0);
    }

    private static void steer(NodeFramework node, String[] words) throws BundleException, IOException {
        for (Bundle bundle : node.framework().getBundleContext().getBundles()) {
            if (words[1].equals(bundle.getSymbolicName())) {
                switch (words[0]) {
                    case "stop" -> bundle.stop();
                    case "start" -> bundle.start();
                    default -> bundle.update(Versions.jar(words[1], "0.1.1"));
                }
                return;
            }
        }
        throw new IllegalArgumentException("no bundle " + words[1]);
    }
}
