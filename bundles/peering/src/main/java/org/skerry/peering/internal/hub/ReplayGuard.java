// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.peering.internal.node.HubLimits;
import org.skerry.spi.identity.Signal;

/**
 * Refuses signals that are too old, too new, or seen before. What counts as the same signal is told by fields that its
 * sender signed, because any member of a swarm can seal what another one signed anew. When full it refuses; it never
 * forgets a signal that could still be replayed. Confined to the loop.
 */
final class ReplayGuard {

    /** What to do with a signal. */
    enum Verdict {
        /** Not seen before. */
        FRESH,
        /** Seen before. */
        REPLAYED,
        /** Outside the window, or expired. */
        STALE,
        /** There is no room to remember it. */
        FULL
    }

    private record Key(PeerId sender, long sequence, long millis, int kind) {}

    private record Seen(Key key, long nanos) {}

    private final Set<Key> keys = new HashSet<>();
    private final ArrayDeque<Seen> order = new ArrayDeque<>();
    private final Map<PeerId, Integer> counts = new HashMap<>();

    /**
     * Judges a genuine signal, and remembers it if it is fresh.
     *
     * @param signal genuine
     * @param limits in force
     * @param now wall clock time
     * @param nanos monotonic time
     * @return the verdict
     */
    Verdict check(Signal signal, HubLimits limits, Instant now, long nanos) {
        expire(limits, nanos);
        Duration off = Duration.between(signal.time(), now).abs();
        if (off.compareTo(limits.window()) > 0 || now.isAfter(signal.expiry())) {
            return Verdict.STALE;
        }
        Key key = new Key(
                signal.sender(),
                signal.sequence(),
                signal.time().toEpochMilli(),
                signal.kind().number());
        if (keys.contains(key)) {
            return Verdict.REPLAYED;
        }
        int ofSender = counts.getOrDefault(key.sender(), 0);
        if (keys.size() >= limits.replayEntries() || ofSender >= limits.replayEntriesPerSender()) {
            return Verdict.FULL;
        }
        keys.add(key);
        order.add(new Seen(key, nanos));
        counts.put(key.sender(), ofSender + 1);
        return Verdict.FRESH;
    }

    /** Signals remembered. */
    int size() {
        return keys.size();
    }

    /** A signal can come in from one window before its time to one after it. */
    private void expire(HubLimits limits, long nanos) {
        long life = 2 * limits.window().toNanos();
        for (Seen seen = order.peek(); seen != null && nanos - seen.nanos() > life; seen = order.peek()) {
            order.remove();
            keys.remove(seen.key());
            counts.computeIfPresent(seen.key().sender(), (sender, count) -> count > 1 ? count - 1 : null);
        }
    }
}
