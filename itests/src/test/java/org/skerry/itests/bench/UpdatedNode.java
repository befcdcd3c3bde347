// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeFramework;
import org.skerry.runtime.node.NodeHome;

/** A node in a process of its own whose WebRTC transport can be updated; {@link #main} is that process. */
final class UpdatedNode implements AutoCloseable {

    private static final String TRANSPORT = "org.skerry.transport.webrtc";
    private static final int COLLECTIONS = 20;
    private static final int COLLECTION_MILLIS = 100;

    private final Process process;
    private final Control control;
    private final BufferedReader from;
    private final PrintStream to;

    /** Starts it and waits until it is ready. @param more configuration, by file */
    UpdatedNode(Path home, Map<String, String> more) throws Exception {
        Path etc = Files.createDirectories(home.resolve("etc"));
        for (Map.Entry<String, String> file : WebRtcNodes.configured(more).entrySet()) {
            Files.writeString(etc.resolve(file.getKey()), file.getValue());
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dfile.encoding=UTF-8",
                        "-Dskerry.dist=" + System.getProperty("skerry.dist"),
                        "-Dskerry.home=" + home,
                        "-Dlogback.configurationFile=" + etc.resolve("logback.xml"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpdatedNode.class.getName(),
                        home.toString())
                .redirectError(home.resolve("console.txt").toFile())
                .start();
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        control = new Control(home);
        control.awaitReady();
    }

    Control control() {
        return control;
    }

    Proc proc() {
        return new Proc(process.pid());
    }

    void update() throws IOException {
        ask("update");
    }

    /** {@return how many class loaders of the transport there are after a collection of garbage, the one in use included} */
    int loaders() throws IOException {
        return ask("loaders");
    }

    private int ask(String what) throws IOException {
        to.println(what);
        String answer = from.readLine();
        if (answer == null) {
            throw new IOException("the updated node has ended; see console.txt in its home");
        }
        return Integer.parseInt(answer);
    }

    @Override
    public void close() throws Exception {
        to.close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Runs a node; each line that is read is a request, each line that is written a number. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        Distribution distribution = Distribution.current();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (NodeFramework node = NodeFramework.start(distribution, new NodeHome(Path.of(arguments[0])), Map.of())) {
            Bundle transport = bundle(node);
            loaders.add(loader(transport));
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("update")) {
                    update(distribution, transport);
                    loaders.add(loader(transport));
                    out.println(loaders.size());
                } else {
                    out.println(left(loaders));
                }
            }
        }
        System.exit(0);
    }

    private static Bundle bundle(NodeFramework node) {
        for (Bundle bundle : node.framework().getBundleContext().getBundles()) {
            if (TRANSPORT.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new IllegalStateException("no bundle " + TRANSPORT);
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    private static void update(Distribution distribution, Bundle transport) throws Exception {
        for (var bundle : distribution.bundles("transport-webrtc")) {
            if (bundle.getID().getArtifactId().equals(TRANSPORT)) {
                try (InputStream in = Files.newInputStream(distribution.jar(bundle.getID()))) {
                    transport.update(in);
                }
            }
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(COLLECTION_MILLIS);
        }
        return loaders.stream().filter(it -> it.get() != null).count();
    }
}
