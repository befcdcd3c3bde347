// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcStats;

/** Reads a report of the library; names of attributes as in W3C's Identifiers for WebRTC's Statistics API. */
final class Reports {

    private Reports() {}

    static RtcStats of(RTCStatsReport report) {
        Map<String, RTCStats> all = report.getStats();
        Optional<RTCStats> pair = all.values().stream()
                .map(it -> it.getAttributes().get("selectedCandidatePairId"))
                .filter(String.class::isInstance)
                .findFirst()
                .map(all::get);
        if (pair.isEmpty()) {
            return RtcStats.of(0, 0, "", "", 0);
        }
        Map<String, Object> chosen = pair.get().getAttributes();
        return RtcStats.of(
                (long) number(chosen.get("bytesReceived")),
                (long) number(chosen.get("bytesSent")),
                candidate(all.get(String.valueOf(chosen.get("localCandidateId")))),
                candidate(all.get(String.valueOf(chosen.get("remoteCandidateId")))),
                number(chosen.get("currentRoundTripTime")));
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static String candidate(@Nullable RTCStats stats) {
        if (stats == null) {
            return "";
        }
        Map<String, Object> candidate = stats.getAttributes();
        return candidate.get("candidateType") + " " + candidate.get("protocol") + " " + candidate.get("address") + ":"
                + candidate.get("port");
    }
}
