// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.skerry.itests.Versions;
import org.skerry.runtime.cli.NodeClient;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeFramework;
import org.skerry.runtime.node.NodeHome;

/** A shipped node in this JVM, started by the shipped launcher, whose bundles are swapped; asked through its control socket. */
final class SwappedNode implements AutoCloseable {

    private static final int READY_MILLIS = 60_000;

    private final NodeFramework node;
    private final NodeHome home;
    private final Loaders loaders;
    private int version;

    private SwappedNode(NodeFramework node, NodeHome home, Loaders loaders) {
        this.node = node;
        this.home = home;
        this.loaders = loaders;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param folder its home, made anew
     * @param features that it holds, separated by commas
     * @param etc files of its configuration, by name
     * @param loaders gets the class loaders of the versions that are replaced
     */
    static SwappedNode start(Path folder, String features, Map<String, String> etc, Loaders loaders) throws Exception {
        Distribution distribution = Distribution.current();
        NodeHome home = new NodeHome(folder);
        home.prepare(distribution);
        for (Map.Entry<String, String> file : etc.entrySet()) {
            Files.writeString(home.etc().resolve(file.getKey()), file.getValue());
        }
        // Logging reads these once, while the framework starts: each node gets a log of its own.
        System.setProperty(NodeHome.PROPERTY, folder.toString());
        System.setProperty(
                "logback.configurationFile",
                home.etc().resolve("logback.xml").toUri().toString());
        NodeFramework node = NodeFramework.start(distribution, home, Map.of(NodeHome.FEATURES, features));
        SwappedNode swapped = new SwappedNode(node, home, loaders);
        swapped.call("ready", Json.createObjectBuilder().add("waitMillis", READY_MILLIS));
        return swapped;
    }

    Path home() {
        return home.folder();
    }

    SessionLog sessions() throws IOException {
        return SessionLog.of(home());
    }

    /** Replaces a file of its configuration, which it reads within a second or two. */
    void configure(String file, String text) throws IOException {
        Path half = Files.writeString(home.folder().resolve(file + ".new"), text);
        Files.move(half, home.etc().resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    // ---- requests

    JsonValue call(String command, JsonObjectBuilder arguments) throws Exception {
        return call(command, arguments, event -> {});
    }

    /** Asks it for something. @param events gets what it says before the answer */
    JsonValue call(String command, JsonObjectBuilder arguments, Consumer<JsonObject> events) throws Exception {
        try (NodeClient client = NodeClient.connect(home.socket())
                .orElseThrow(() -> new IOException("no node runs in " + home.folder()))) {
            return client.call(command, arguments.build(), events).orFail();
        }
    }

    // ---- swaps; each returns when it began

    /** Updates a bundle to a version higher than any before; it runs when this returns. */
    Instant update(String name) throws Exception {
        Bundle bundle = bundle(name);
        loaders.leaving(bundle);
        try (InputStream next = Versions.jar(name, "0.1." + ++version)) {
            Instant began = Instant.now();
            bundle.update(next);
            requireRunning(bundle);
            return began;
        }
    }

    Instant stop(String... names) throws BundleException {
        List<Bundle> bundles = bundles(names);
        Instant began = Instant.now();
        for (Bundle bundle : bundles) {
            bundle.stop();
        }
        return began;
    }

    Instant start(String... names) throws BundleException {
        List<Bundle> bundles = bundles(names);
        Instant began = Instant.now();
        for (Bundle bundle : bundles) {
            bundle.start();
            requireRunning(bundle);
        }
        return began;
    }

    /** {@return bundles of which an old version is still wired to something: what would need a refresh} */
    List<String> removalPending() {
        return node.framework().adapt(FrameworkWiring.class).getRemovalPendingBundles().stream()
                .map(Bundle::getSymbolicName)
                .toList();
    }

    private static void requireRunning(Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE) {
            throw new AssertionError(bundle + " is not active but in state " + bundle.getState());
        }
    }

    private List<Bundle> bundles(String... names) {
        List<Bundle> bundles = new ArrayList<>();
        for (String name : names) {
            bundles.add(bundle(name));
        }
        return bundles;
    }

    private Bundle bundle(String name) {
        for (Bundle bundle : node.framework().getBundleContext().getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + name);
    }

    @Override
    public void close() throws Exception {
        node.close();
    }
}
