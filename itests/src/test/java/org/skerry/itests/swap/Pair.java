// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.skerry.itests.Trees;

/** Two nodes in this JVM, of which one shares a tree, at a limited rate, and the other fetches it. */
final class Pair implements AutoCloseable {

    private static final boolean CI = Boolean.getBoolean("skerry.ci");
    private static final long SIZE = CI ? 1L << 30 : 256L << 20;
    private static final int FILES = 16;
    private static final int SMALL_FILES = 200;
    private static final String GOT = "got-";
    private static final String EXCHANGE = "org.skerry.exchange.cfg";
    private static final String FEATURES = "framework, node, signaling-broadcast, signaling-multicast, store-file, "
            + "store-memory, sync-rarest, sync-sequential, shell";

    private final Path work;
    private final Path tree;
    private final Loaders loaders = new Loaders();
    private final SwappedNode sharing;
    private final SwappedNode fetching;
    private final Accepted accepted;
    private final long rate;
    private int fetches;

    private Pair(Path work, String features, long rate) throws Exception {
        this.work = work;
        this.rate = rate;
        this.tree = tree(work.resolve("tree"));
        this.sharing = SwappedNode.start(work.resolve("a"), features, etc(limit(rate)), loaders);
        this.fetching = SwappedNode.start(work.resolve("b"), features, etc(""), loaders);
        this.accepted = new Accepted(fetching.home());
    }

    /**
     * Starts both.
     *
     * @param transports names of their transports
     * @param rate at which content is served while bundles are swapped, bytes per second
     */
    static Pair start(List<String> transports, long rate) throws Exception {
        StringBuilder features = new StringBuilder(FEATURES);
        transports.forEach(name -> features.append(", transport-").append(name));
        return new Pair(Files.createTempDirectory("swap").toRealPath(), features.toString(), rate);
    }

    private static Path tree(Path folder) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Trees.random(folder.resolve("part " + i % 4 + "/big " + i), SIZE / FILES, i);
        }
        for (int i = 0; i < SMALL_FILES; i++) {
            Trees.random(folder.resolve("small/file " + i), 200L * i, FILES + i);
        }
        return folder;
    }

    private static Map<String, String> etc(String exchange) {
        return Map.of(
                "logback.xml",
                Accepted.LOGGING,
                EXCHANGE,
                exchange,
                "org.skerry.store.memory-default.cfg",
                "max.bytes = 33554432\n");
    }

    private static String limit(long rate) {
        return "node.up = " + rate + "\n";
    }

    /** {@return the tree that is shared} */
    Path tree() {
        return tree;
    }

    SwappedNode sharing() {
        return sharing;
    }

    SwappedNode fetching() {
        return fetching;
    }

    List<SwappedNode> both() {
        return List.of(fetching, sharing);
    }

    Loaders loaders() {
        return loaders;
    }

    Accepted accepted() {
        return accepted;
    }

    /** {@return what this process holds, after a full collection of garbage} */
    Footprint footprint() throws IOException {
        return Footprint.now(this::isContent);
    }

    private boolean isContent(Path file) {
        return file.startsWith(tree)
                || (file.startsWith(work) && work.relativize(file).toString().startsWith(GOT));
    }

    /** Has content be served as fast as it goes from now on, or at the rate of swaps. */
    void limited(boolean on) throws IOException {
        sharing.configure(EXCHANGE, limit(on ? rate : 0));
    }

    /** Shares the tree under a fresh secret, so that nothing of it is at the other node, and begins to fetch it there. */
    FileFetch fetch() throws Exception {
        return new FileFetch(this, share(), nextFolder());
    }

    /** The same, into the stores of the other node. */
    CacheFetch cache() throws Exception {
        return new CacheFetch(this, share());
    }

    /** {@return a folder that is not there yet} */
    Path nextFolder() {
        return work.resolve(GOT + ++fetches);
    }

    /**
     * The tree, shared.
     *
     * @param link opens it
     * @param chunks of content that it has
     */
    record Shared(String link, int chunks) {}

    private Shared share() throws Exception {
        limited(true);
        var arguments = Json.createObjectBuilder()
                .add("paths", Json.createArrayBuilder().add(tree.toString()))
                .add("fresh", true)
                .add("keep", true);
        JsonObject made = (JsonObject) sharing.call("share", arguments);
        return new Shared(made.getString("link"), made.getInt("chunks"));
    }

    @Override
    public void close() throws Exception {
        try (sharing;
                fetching) {
            limited(false);
        } finally {
            delete(work);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
