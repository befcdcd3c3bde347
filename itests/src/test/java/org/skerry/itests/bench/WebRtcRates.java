// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skerry.itests.Trees;

/** How fast WebRTC sessions are and what they take, by turns with a raw pair. The first turn of each is left out. */
final class WebRtcRates {

    private static final int MESSAGE = 65_536;
    private static final long GIB = 1L << 30;
    private static final int ROUNDS = 4;
    private static final double SHARE_OF_RAW = 85;
    private static final int THROTTLED_RATE = 10_000_000;
    private static final long THROTTLED_BYTES = 200_000_000;
    private static final double THROTTLED_CPU = 35;
    private static final double TIMES_RAW = 1.2;
    private static final int CORES_FOR_TWO = 4;
    private static final int SOURCES = 4;
    private static final int MANY_ROUNDS = 3;

    private final WebRtcNodes nodes;
    private final Table table;
    private final Scale scale;

    WebRtcRates(WebRtcNodes nodes, Table table, Scale scale) {
        this.nodes = nodes;
        this.table = table;
        this.scale = scale;
    }

    /** Both at full speed. */
    void fullSpeed() throws Exception {
        long bytes = scale.bytes(GIB);
        Turns turns = turns("full", bytes, ROUNDS, 0, Map.of());
        String what = size(bytes) + " over one WebRTC session";
        table.reaching(what, SHARE_OF_RAW, "% of raw", turns.samples((node, raw) -> 100 * node.rate() / raw.rate()));
        table.note("– the node", turns.samples((node, raw) -> node.rate()).text("MB/s"));
        table.note("– the raw pair", turns.samples((node, raw) -> raw.rate()).text("MB/s"));
        table.note(
                "– CPU, sending node",
                turns.samples((node, raw) -> node.sending()).text("s"));
        table.note(
                "– CPU, sending raw end",
                turns.samples((node, raw) -> raw.sending()).text("s"));
        table.note(
                "– CPU, receiving node",
                turns.samples((node, raw) -> node.receiving()).text("s"));
        table.note(
                "– CPU, receiving raw end",
                turns.samples((node, raw) -> raw.receiving()).text("s"));
        Samples overhead = turns.samples((node, raw) -> node.overhead());
        Samples ofRaw = turns.samples((node, raw) -> raw.overhead());
        table.limited("bytes on the wire over payload", "≤ raw + 1 %", ofRaw.median() + 1, "%", overhead);
        table.note("– the raw pair", ofRaw.text("%"));
        table.note(
                "– datagrams lost for want of room, node",
                turns.samples((node, raw) -> node.lost()).text("in 1000"));
        table.note("– the raw pair", turns.samples((node, raw) -> raw.lost()).text("in 1000"));
    }

    /** Both held to 10 MB/s. */
    void throttled() throws Exception {
        Map<String, String> slow = Map.of("org.skerry.exchange.cfg", "node.up = " + THROTTLED_RATE + "\n");
        Turns turns = turns("throttled", scale.bytes(THROTTLED_BYTES), ROUNDS, THROTTLED_RATE, slow);
        String at = " at a throttled 10 MB/s";
        cpu(
                "CPU, sending" + at,
                turns.samples((node, raw) -> node.sendingPercent()),
                turns.samples((node, raw) -> raw.sendingPercent()));
        cpu(
                "CPU, receiving" + at,
                turns.samples((node, raw) -> node.receivingPercent()),
                turns.samples((node, raw) -> raw.receivingPercent()));
        table.note(
                "– the node's rate", turns.samples((node, raw) -> node.rate()).text("MB/s"));
        table.note(
                "– the raw pair's rate",
                turns.samples((node, raw) -> raw.rate()).text("MB/s"));
    }

    private void cpu(String figure, Samples node, Samples raw) {
        table.below(figure, THROTTLED_CPU, "% of a core", node);
        table.limited("– against raw", "≤ raw + 20 %", raw.median() * TIMES_RAW, "% of a core", node);
        table.note("– the raw pair", raw.text("% of a core"));
    }

    private Turns turns(String name, long bytes, int rounds, long rate, Map<String, String> sharing) throws Exception {
        Path shared = nodes.share(name + "-content", bytes);
        Turns turns = new Turns();
        try (NodeProcess sharer = nodes.there(name + "-a", sharing);
                NodeProcess fetcher = nodes.here(name + "-b", Map.of());
                EndPair raw = new EndPair(nodes.segment(), EndPair.Kind.RAW)) {
            for (int i = 0; i < rounds; i++) {
                String link = sharer.control().share(shared);
                Cost node = fetch(sharer, fetcher, link, shared, bytes);
                sharer.control().unshare(shared);
                Bench.say("  node: " + node);
                Cost bare = Cost.of(
                        nodes.segment(), raw.sending(), raw.receiving(), bytes, () -> raw.move(bytes, MESSAGE, rate));
                Bench.say("  raw:  " + bare);
                turns.add(node, bare);
            }
        }
        Throughput.delete(shared);
        return turns;
    }

    private Cost fetch(NodeProcess sharer, NodeProcess fetcher, String link, Path shared, long bytes) throws Exception {
        Path got = fetcher.home().resolve("got");
        Cost cost = Cost.of(
                nodes.segment(),
                sharer.proc(),
                fetcher.proc(),
                bytes,
                () -> fetcher.control().get(link, got).seconds());
        check(shared, got);
        Throughput.delete(got);
        return cost;
    }

    private static void check(Path shared, Path got) throws IOException {
        String difference = Trees.difference(shared, got);
        if (!difference.isEmpty()) {
            throw new IOException("not identical: " + difference);
        }
    }

    /** Two peers at once into a node with two factories, a connection each, against one raw pair. */
    void twoFactories() throws Exception {
        long bytes = scale.bytes(GIB / 4);
        Samples rate;
        double bare;
        try (EndPair raw = new EndPair(nodes.segment(), EndPair.Kind.RAW)) {
            raw.move(bytes, MESSAGE, 0);
            rate = fromMany("factories", 2, "skerry.webrtc.factories = 2\n", bytes);
            bare = bytes / 1e6 / raw.move(bytes, MESSAGE, 0);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        String figure = size(bytes) + " from two peers, two factories";
        if (cores < CORES_FOR_TWO) {
            table.note(figure + " (not judged on " + cores + " cores)", rate.text("MB/s"));
        } else {
            table.reaching(figure, TIMES_RAW * bare, "MB/s", rate);
        }
        table.note("– the raw pair", Samples.number(bare) + " MB/s");
    }

    /** Several peers into one node. */
    void manySources() throws Exception {
        long bytes = scale.bytes(GIB / 4);
        Samples rate = fromMany("sources", SOURCES, "", bytes);
        table.reaching(size(bytes) + " from " + SOURCES + " peers into one node", 50, "MB/s", rate);
    }

    private Samples fromMany(String name, int count, String properties, long bytes) throws Exception {
        Path shared = nodes.share(name + "-content", bytes);
        Samples rates = new Samples();
        List<NodeProcess> sources = new ArrayList<>();
        try (NodeProcess fetcher = nodes.here(name + "-fetcher", Map.of(WebRtcNodes.PROPERTIES, properties))) {
            for (int i = 0; i < count; i++) {
                sources.add(nodes.there(name + "-" + i, Map.of()));
            }
            for (int i = 0; i < MANY_ROUNDS; i++) {
                String link = sources.get(0).control().share(shared);
                for (NodeProcess source : sources.subList(1, count)) {
                    source.control().get(link, source.home().resolve("got"));
                }
                Cost cost = fetch(sources.get(0), fetcher, link, shared, bytes);
                Bench.say("  " + cost + "; by the peers so far: "
                        + fetcher.control().bytesIn());
                rates.add(cost.rate());
                sources.get(0).control().unshare(shared);
                for (NodeProcess source : sources.subList(1, count)) {
                    Throughput.delete(source.home().resolve("got"));
                }
            }
        } finally {
            for (NodeProcess source : sources) {
                source.close();
            }
        }
        Throughput.delete(shared);
        return rates.warm();
    }

    private static String size(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /** Turns of a node and a raw pair. */
    private static final class Turns {

        private final List<Cost> node = new ArrayList<>();
        private final List<Cost> raw = new ArrayList<>();

        /** A figure of a turn. */
        interface Figure {
            double of(Cost node, Cost raw);
        }

        void add(Cost ofNode, Cost ofRaw) {
            node.add(ofNode);
            raw.add(ofRaw);
        }

        Samples samples(Figure figure) {
            Samples samples = new Samples();
            for (int i = 1; i < node.size(); i++) {
                samples.add(figure.of(node.get(i), raw.get(i)));
            }
            return samples;
        }
    }
}
