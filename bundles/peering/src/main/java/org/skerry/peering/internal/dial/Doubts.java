// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Jitter;
import org.skerry.peering.internal.node.MoveLimits;
import org.skerry.peering.internal.node.Node;

/**
 * Transports that failed with a peer lately: they come last when it is dialled, and no session moves to them for a while, which
 * doubles with each failure. So a session does not go back and forth between a better link that never lasts and a worse one that
 * does. Confined to the loop.
 */
final class Doubts {

    private static final double SPREAD = 0.25;
    private static final int MOST_FAILURES = 16;

    private record Doubt(int failures, long until) {}

    private final Node node;
    private final Map<PeerId, Map<String, Doubt>> doubts = new HashMap<>();

    Doubts(Node node) {
        this.node = node;
    }

    /** It yielded no link, or one that did not last. */
    void failed(PeerId peer, String transport) {
        Map<String, Doubt> own = doubts.computeIfAbsent(peer, key -> new HashMap<>());
        Doubt before = own.get(transport);
        int failures = before == null ? 0 : Math.min(MOST_FAILURES, before.failures() + 1);
        MoveLimits limits = node.limits().move();
        long bound = Math.min(limits.cap().toNanos(), limits.again().toNanos() << failures);
        long pause =
                Jitter.around(Duration.ofNanos(bound), SPREAD, node.random()).toNanos();
        own.put(transport, new Doubt(failures, node.loop().nanoTime() + pause));
    }

    /** A link of it lasted. */
    void lasted(PeerId peer, String transport) {
        Map<String, Doubt> own = doubts.get(peer);
        if (own != null) {
            own.remove(transport);
        }
    }

    /** Something has changed at either side, or the peer is forgotten. */
    void forget(PeerId peer) {
        doubts.remove(peer);
    }

    /** The same transports, those that failed lately behind the others. */
    List<TransportSlot> sorted(PeerId peer, List<TransportSlot> slots) {
        return slots.stream()
                .sorted(Comparator.comparing(slot -> isDoubtful(peer, slot)))
                .toList();
    }

    boolean isDoubtful(PeerId peer, TransportSlot slot) {
        Doubt doubt = find(peer, slot);
        return doubt != null && doubt.until() - node.loop().nanoTime() > 0;
    }

    /** Nanoseconds until the first of some transports may be tried again. */
    OptionalLong wait(PeerId peer, Collection<TransportSlot> slots) {
        long now = node.loop().nanoTime();
        return slots.stream()
                .mapToLong(slot -> {
                    Doubt doubt = find(peer, slot);
                    return doubt == null ? 0 : Math.max(0, doubt.until() - now);
                })
                .min();
    }

    private @Nullable Doubt find(PeerId peer, TransportSlot slot) {
        Map<String, Doubt> own = doubts.get(peer);
        return own == null ? null : own.get(slot.name());
    }
}
