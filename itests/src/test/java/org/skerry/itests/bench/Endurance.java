// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.util.HashMap;
import java.util.Map;

/** What a long life leaves behind: resident size, threads and descriptors, after a part of it and after all of it. */
final class Endurance {

    private static final int SESSIONS = 200;
    private static final int WARM_SESSIONS = 40;
    private static final int MESSAGES = 5_000_000;
    /** More than half of what a channel of {@link LinkEnd} takes at once, so that each is a message for the library. */
    static final int MESSAGE_BYTES = 8_400;

    private static final int WARM_PART = 5;
    private static final int UPDATES = 100;
    private static final int WARM_UPDATES = 15;
    private static final int SHARE_BYTES = 200_000;

    /** A transfer that is listed holds files open. */
    private static final Map<String, String> FORGETFUL = Map.of("org.skerry.exchange.cfg", "transfer.kept = 1\n");

    /** Nodes keep files open for 30 s in case that they are asked for. */
    private static final int SETTLE_MILLIS = 40_000;

    private final WebRtcNodes nodes;
    private final Table table;
    private final Scale scale;

    Endurance(WebRtcNodes nodes, Table table, Scale scale) {
        this.nodes = nodes;
        this.table = table;
        this.scale = scale;
    }

    /** Sessions opened and closed. */
    void sessions() throws Exception {
        int all = scale.times(SESSIONS);
        Map<String, String> etc = new HashMap<>(Meeting.ETC);
        etc.putAll(FORGETFUL);
        try (NodeProcess sharer = nodes.there("sessions-a", etc);
                NodeProcess seeker = nodes.here("sessions-b", etc)) {
            new Meeting(nodes.folder("sessions-warm"))
                    .rounds(sharer.control(), seeker.control(), scale.times(WARM_SESSIONS));
            Thread.sleep(SETTLE_MILLIS);
            Proc.Footprint sharing = sharer.proc().collected();
            Proc.Footprint seeking = seeker.proc().collected();
            new Meeting(nodes.folder("sessions")).rounds(sharer.control(), seeker.control(), all);
            Thread.sleep(SETTLE_MILLIS);
            flat(
                    all + " sessions, the side that answers",
                    sharing,
                    sharer.proc().collected());
            flat(all + " sessions, the side that offers", seeking, seeker.proc().collected());
        }
    }

    /** Messages received, by a transport alone: a node would be given gigabytes of content with them. */
    void messages() throws Exception {
        long all = scale.times(MESSAGES);
        try (EndPair pair = new EndPair(nodes.segment(), EndPair.Kind.LINK)) {
            pair.move(all / WARM_PART * MESSAGE_BYTES, MESSAGE_BYTES, 0);
            Proc.Footprint sending = pair.sending().collected();
            Proc.Footprint receiving = pair.receiving().collected();
            double seconds = pair.move(all * MESSAGE_BYTES, MESSAGE_BYTES, 0);
            flat(all + " messages, receiving", receiving, pair.receiving().collected());
            flat(all + " messages, sending", sending, pair.sending().collected());
            table.note("– messages a second", Samples.number(all / seconds));
        }
    }

    /** Updates of the transport's bundle in a running node, a share fetched after each. */
    void updates() throws Exception {
        int all = scale.times(UPDATES);
        Map<String, String> patient = Map.of("org.skerry.peering.cfg", "session.linger.s = 600\n");
        try (NodeProcess sharer = nodes.there("updates-a", patient);
                UpdatedNode node = new UpdatedNode(nodes.folder("updates-b"), FORGETFUL)) {
            Samples times = new Samples();
            update(sharer, node, scale.times(WARM_UPDATES), new Samples());
            Thread.sleep(SETTLE_MILLIS);
            Proc.Footprint before = node.proc().collected();
            update(sharer, node, all, times);
            Thread.sleep(SETTLE_MILLIS);
            flat(all + " updates of the transport", before, node.proc().collected());
            int loaders = node.loaders();
            table.add(
                    "– class loaders of it that are left",
                    "≤ 2",
                    String.valueOf(loaders),
                    loaders <= 2 ? "met" : "MISSED");
            table.note("– from update to a share fetched", times.text("ms"));
        }
    }

    private void update(NodeProcess sharer, UpdatedNode node, int times, Samples millis) throws Exception {
        for (int i = 0; i < times; i++) {
            var shared = nodes.share("updates-content-" + i, SHARE_BYTES + i);
            String link = sharer.control().share(shared);
            long start = System.nanoTime();
            node.update();
            var got = nodes.folder("updates-got");
            node.control().get(link, got);
            millis.add((System.nanoTime() - start) / 1e6);
            sharer.control().unshare(shared);
            Throughput.delete(got);
            Throughput.delete(shared);
        }
    }

    private void flat(String figure, Proc.Footprint before, Proc.Footprint after) {
        table.add(figure, "flat", after.since(before), after.flatAfter(before) ? "met" : "MISSED");
    }
}
