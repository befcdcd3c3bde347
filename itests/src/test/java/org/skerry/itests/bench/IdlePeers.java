// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs a node to have peers that do nothing: each is another process, and in a swarm with this node alone. */
final class IdlePeers {

    private static final int BEFORE = 3;
    private static final int AT_A_TIME = 3;
    private static final int SHARE_BYTES = 200_000;
    private static final double RSS_KIB = 512;
    private static final double CPU_PERCENT = 1;
    private static final int SETTLE_MILLIS = 20_000;
    private static final int IDLE_MILLIS = 60_000;
    private static final String SMALL = "-Xmx48m -XX:TieredStopAtLevel=1";
    private static final Map<String, String> ROOM = Map.of(
            "org.skerry.peering.cfg", "max.peers = 100\ndial.pending = 50\n",
            "org.skerry.transport.webrtc.cfg", "max.connections = 200\n");

    private final WebRtcNodes nodes;
    private final Table table;
    private final List<NodeProcess> peers = new ArrayList<>();

    IdlePeers(WebRtcNodes nodes, Table table) {
        this.nodes = nodes;
        this.table = table;
    }

    /** Measures a node with three peers, and with more. */
    void measure(int more) throws Exception {
        try (NodeProcess node = nodes.here("idle", ROOM)) {
            List<String> links = new ArrayList<>();
            for (int i = 0; i < BEFORE + more; i++) {
                links.add(node.control().share(nodes.share("idle-content-" + i, SHARE_BYTES + i)));
            }
            meet(links.subList(0, BEFORE));
            Thread.sleep(SETTLE_MILLIS);
            Proc.Footprint few = node.proc().collected();
            double before = idle(node, SETTLE_MILLIS);
            meet(links.subList(BEFORE, links.size()));
            Thread.sleep(SETTLE_MILLIS);
            Proc.Footprint many = node.proc().collected();
            int met = node.control().peers().size();
            double percent = idle(node, IDLE_MILLIS);
            table.below(
                    "RSS for each further idle peer",
                    RSS_KIB,
                    "KiB",
                    one((many.rssKiB() - few.rssKiB()) / (double) (met - BEFORE)));
            table.note("– " + BEFORE + " → " + met + " peers", many.since(few));
            table.below("CPU with " + met + " idle peers", CPU_PERCENT, "% of a core", one(percent));
            table.note("– with " + BEFORE, Samples.number(before) + " % of a core");
        } finally {
            for (NodeProcess peer : peers) {
                peer.kill();
            }
        }
    }

    /** {@return per cent of a core that a node takes} */
    private static double idle(NodeProcess node, int millis) throws Exception {
        Map<String, Double> threads = node.proc().threads();
        double cpu = node.proc().cpuSeconds();
        Thread.sleep(millis);
        double seconds = node.proc().cpuSeconds() - cpu;
        Bench.say("  busiest threads of the node: " + node.proc().busiest(threads));
        return 100 * seconds * 1000 / millis;
    }

    /** Has a peer fetch each, some at a time, so that they do not start all at once. */
    private void meet(List<String> links) throws Exception {
        for (int i = 0; i < links.size(); i += AT_A_TIME) {
            List<String> some = links.subList(i, Math.min(links.size(), i + AT_A_TIME));
            int first = peers.size();
            for (int at = 0; at < some.size(); at++) {
                peers.add(nodes.launchThere("peer-" + (first + at), SMALL, Map.of()));
            }
            for (int at = 0; at < some.size(); at++) {
                NodeProcess peer = peers.get(first + at);
                peer.control().awaitReady();
                Path got = peer.home().resolve("got");
                peer.control().get(some.get(at), got);
            }
            Bench.say("  " + peers.size() + " peers, load average " + Bench.load());
        }
    }

    private static Samples one(double value) {
        Samples samples = new Samples();
        samples.add(value);
        return samples;
    }
}
