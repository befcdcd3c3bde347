// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * From which addresses inboxes were heard lately. Anyone on the segment can claim any inbox; therefore all fresh claims are
 * kept, up to a number beyond which the inbox is crowded and the frame has to go to all. So a false claim displaces no true
 * one. Not thread-safe.
 */
final class Whereabouts {

    /** Nodes announce about once a minute; one that started anew on another port is soon reached by multicast again. */
    static final Duration REMEMBERED = Duration.ofSeconds(90);

    static final int MOST_ADDRESSES = 6;
    private static final int MOST_INBOXES = 4096;

    private final Map<Long, Map<InetSocketAddress, Long>> heard = new Recent<>(MOST_INBOXES);

    void heard(List<Long> inboxes, InetSocketAddress from, long nowNanos) {
        for (Long inbox : inboxes) {
            Map<InetSocketAddress, Long> addresses =
                    heard.computeIfAbsent(inbox, ignored -> new Recent<>(MOST_ADDRESSES + 1));
            forgetOld(addresses, nowNanos);
            addresses.put(from, nowNanos);
        }
    }

    /** {@return where to send to; empty if to all} */
    List<InetSocketAddress> of(long inbox, long nowNanos) {
        Map<InetSocketAddress, Long> addresses = heard.get(inbox);
        if (addresses == null) {
            return List.of();
        }
        forgetOld(addresses, nowNanos);
        return addresses.size() > MOST_ADDRESSES ? List.of() : List.copyOf(addresses.keySet());
    }

    private static void forgetOld(Map<InetSocketAddress, Long> addresses, long nowNanos) {
        addresses.values().removeIf(when -> nowNanos - when > REMEMBERED.toNanos());
    }
}
