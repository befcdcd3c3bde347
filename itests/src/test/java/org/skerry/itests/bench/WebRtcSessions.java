// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.skerry.runtime.cli.Json;

/** How soon a WebRTC session is open and answers. */
final class WebRtcSessions {

    private static final int MEETINGS = 31;
    private static final double DIAL_MILLIS = 100;
    private static final double WORST_DIAL_MILLIS = 2000;
    private static final double ANSWER_MILLIS = 10;
    private static final String LIMIT = "10mbit";
    private static final long LIMITED_BYTES = 40_000_000;
    private static final double ROUND_TRIP_MILLIS = 300;
    private static final Map<String, String> SWIFT_HEARTBEAT = Map.of("org.skerry.peering.cfg", "heartbeat.ms = 250\n");
    private static final int SETTLE_MILLIS = 4_000;
    private static final int LOOK_MILLIS = 40;

    private final WebRtcNodes nodes;
    private final Table table;
    private final Scale scale;

    WebRtcSessions(WebRtcNodes nodes, Table table, Scale scale) {
        this.nodes = nodes;
        this.table = table;
        this.scale = scale;
    }

    /** Strangers meet. */
    void meetings() throws Exception {
        try (NodeProcess sharer = nodes.there("meeting-a", Meeting.ETC);
                NodeProcess seeker = nodes.here("meeting-b", Meeting.ETC)) {
            Meeting meeting = new Meeting(nodes.folder("meeting"));
            meeting.rounds(sharer.control(), seeker.control(), scale.times(MEETINGS));
            table.below("offer to open session", DIAL_MILLIS, "ms", meeting.dialled.warm());
            table.limited("– the worst", "< 2000 ms", WORST_DIAL_MILLIS, "ms", meeting.dialled.worst());
            table.note("– the first one, cold", Samples.number(meeting.dialled.first()) + " ms");
            Samples answers = Meeting.answers(seeker.home());
            table.below("WANT to first byte of the chunk", ANSWER_MILLIS, "ms", answers.warm());
            table.note("– peer found", meeting.found.warm().text("ms"));
        }
    }

    /** Control frames while data fills a narrow link. */
    void roundTrips() throws Exception {
        Path shared = nodes.share("narrow-content", scale.bytes(LIMITED_BYTES));
        try (NodeProcess sharer = nodes.there("narrow-a", SWIFT_HEARTBEAT);
                NodeProcess fetcher = nodes.here("narrow-b", SWIFT_HEARTBEAT)) {
            nodes.segment().limit(LIMIT);
            ExecutorService getting = Executors.newSingleThreadExecutor();
            try {
                String link = sharer.control().share(shared);
                Future<Control.Fetched> got =
                        getting.submit(() -> fetcher.control().get(link, nodes.folder("narrow")));
                Thread.sleep(SETTLE_MILLIS);
                RoundTrips ofSharer = new RoundTrips(sharer.control());
                RoundTrips ofFetcher = new RoundTrips(fetcher.control());
                while (!got.isDone()) {
                    ofSharer.look();
                    ofFetcher.look();
                    Thread.sleep(LOOK_MILLIS);
                }
                String figure = "control round trip under data, link of 10 Mbit/s, ";
                table.below(figure + "sharer", ROUND_TRIP_MILLIS, "ms", ofSharer.samples);
                table.below(figure + "fetcher", ROUND_TRIP_MILLIS, "ms", ofFetcher.samples);
                double rate = scale.bytes(LIMITED_BYTES) / 1e6 / got.get().seconds();
                table.note("– the rate meanwhile", Samples.number(rate) + " MB/s");
            } finally {
                getting.shutdownNow();
                nodes.segment().unlimit();
            }
        }
    }

    /** Single round trips, out of the smoothed one that a node tells, each a part in eight of it (RFC 6298). */
    private static final class RoundTrips {

        private static final int ALPHA = 8;

        private final Control node;
        private final Samples samples = new Samples();
        private double smoothed;

        RoundTrips(Control node) {
            this.node = node;
        }

        void look() throws Exception {
            List<JsonObject> peers = node.peers();
            if (peers.isEmpty() || !peers.get(0).containsKey("rttMillis")) {
                return;
            }
            double now = Json.decimal(peers.get(0), "rttMillis");
            if (smoothed != 0 && now != smoothed) {
                samples.add(smoothed + ALPHA * (now - smoothed));
            }
            smoothed = now;
        }
    }
}
