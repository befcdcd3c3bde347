// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The figures of the WebRTC transport: nodes that have no other one, at the two ends of a segment. */
final class WebRtcBench {

    /** The short name for the parts of the table. */
    static final String ALL = "webrtc";

    private static final int IDLE_PEERS = 50;

    /** What {@link #ALL} stands for; the others take long, and are named to be run. */
    private static final List<String> TABLE = List.of(
            "webrtc-gib",
            "webrtc-factories",
            "webrtc-meeting",
            "webrtc-throttled",
            "webrtc-sources",
            "webrtc-idle",
            "webrtc-control");

    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** One part of it. */
    private interface Part {
        void measure() throws Exception;
    }

    private WebRtcBench(WebRtcNodes nodes, Table table, Scale scale) {
        WebRtcRates rates = new WebRtcRates(nodes, table, scale);
        WebRtcSessions sessions = new WebRtcSessions(nodes, table, scale);
        Endurance endurance = new Endurance(nodes, table, scale);
        parts.put("webrtc-gib", rates::fullSpeed);
        parts.put("webrtc-factories", rates::twoFactories);
        parts.put("webrtc-meeting", sessions::meetings);
        parts.put("webrtc-throttled", rates::throttled);
        parts.put("webrtc-sources", rates::manySources);
        parts.put("webrtc-idle", () -> new IdlePeers(nodes, table).measure(scale.times(IDLE_PEERS)));
        parts.put("webrtc-control", sessions::roundTrips);
        parts.put("webrtc-sessions", endurance::sessions);
        parts.put("webrtc-messages", endurance::messages);
        parts.put("webrtc-updates", endurance::updates);
    }

    /** {@return whether a name is of a part of this} */
    static boolean names(String part) {
        return part.startsWith(ALL);
    }

    /**
     * Runs parts of it; one that breaks off is a row, and the others run.
     *
     * @param work a folder with 4 GiB free
     * @param wanted their names, or {@link #ALL}
     * @return whether all came to their end
     * @throws IllegalArgumentException if there is none of such a name
     */
    static boolean run(Path work, Set<String> wanted, Table table) throws Exception {
        try (Segment segment = new Segment()) {
            Scale scale = Scale.wanted();
            WebRtcBench bench = new WebRtcBench(new WebRtcNodes(work, segment), table, scale);
            Set<String> names = new LinkedHashSet<>();
            for (String name : wanted) {
                names.addAll(name.equals(ALL) ? TABLE : List.of(name));
            }
            if (!bench.parts.keySet().containsAll(names)) {
                throw new IllegalArgumentException("the parts are " + ALL + ", " + bench.parts.keySet());
            }
            boolean whole = true;
            for (Map.Entry<String, Part> part : bench.parts.entrySet()) {
                if (names.contains(part.getKey())) {
                    whole &= measure(part.getKey(), part.getValue(), table);
                }
            }
            return whole;
        }
    }

    private static boolean measure(String name, Part part, Table table) throws Exception {
        String before = Bench.load();
        Bench.say(name + ", load average " + before);
        boolean whole = true;
        try {
            part.measure();
        } catch (Exception e) {
            e.printStackTrace();
            table.add(name, "runs", e.toString(), "MISSED");
            whole = false;
        }
        table.note("– load average", before + " → " + Bench.load());
        return whole;
    }
}
