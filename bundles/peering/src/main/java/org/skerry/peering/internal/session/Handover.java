// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/**
 * What is left to do with the link from which a session has moved while it still worked. Each side ends each lane of it with
 * MOVED and sends all that follows over the new link; what comes over the new one is held, lane by lane, until MOVED has come
 * over the old one. So nothing is lost, nothing doubled, and each lane stays in order. If the old link goes or falls silent
 * before that, what was under way is lost, and the floor above has to begin anew. Confined to the loop.
 */
final class Handover {

    /** However much still comes over the old link, it is left by then. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** The other side moves half a round trip later than this one, and what it sent before is on its way for as long. */
    private static final int ROUND_TRIPS = 4;

    private final Node node;
    private final Traffic from;
    private final Carrier old;
    private final Owner owner;
    private final Map<Lane, ArrayDeque<ByteBuffer>> held = new EnumMap<>(Lane.class);
    private final Set<Lane> open;
    private final Duration quiet;
    private final long began;
    private boolean left;
    private boolean over;
    private long buffered;
    private @Nullable Cancellable timer;

    /** The session. */
    interface Owner {

        /** A frame that came over the new link is due. */
        void due(Lane lane, ByteBuffer message);

        /** All that was sent over the old link has come, if {@code whole}; else some of it is lost. */
        void arrived(Handover handover, boolean whole);

        /** The old link is closed; nothing follows. */
        void done(Handover handover);
    }

    /** @param roundTrip of the old link, zero if unknown */
    Handover(Node node, Traffic from, Carrier old, Duration roundTrip, Owner owner) {
        this.node = node;
        this.from = from;
        this.old = old;
        this.owner = owner;
        this.open = EnumSet.complementOf(copy(from.moved()));
        Duration far = roundTrip.multipliedBy(ROUND_TRIPS);
        Duration near = node.limits().move().drain();
        this.quiet = far.compareTo(near) > 0 ? far : near;
        this.began = node.loop().nanoTime();
        for (Lane lane : open) {
            held.put(lane, new ArrayDeque<>());
        }
    }

    private static EnumSet<Lane> copy(Set<Lane> lanes) {
        EnumSet<Lane> copy = EnumSet.noneOf(Lane.class);
        copy.addAll(lanes);
        return copy;
    }

    /** Ends both lanes of the old link from this side; nothing may be sent over it any more. */
    static CompletableFuture<Void> sayMoved(Carrier old) {
        return CompletableFuture.allOf(
                old.sendOn(Lane.CONTROL, Types.MOVED).toCompletableFuture(),
                old.sendOn(Lane.DATA, Types.MOVED).toCompletableFuture());
    }

    /** @param said what {@link #sayMoved} returned */
    void begin(CompletableFuture<Void> said) {
        from.drainInto(this);
        buffered = old.bufferedBytes();
        var unused = said.whenComplete((sent, lost) -> node.loop().execute(() -> {
            left = true;
            closeWhenDone();
        }));
        watch();
        arrivedWhenEmpty();
    }

    Carrier old() {
        return old;
    }

    /** Whether something is still to come over the old link. */
    boolean draining() {
        return !open.isEmpty();
    }

    /** Whether what comes over the new link has to wait. */
    boolean holds(Lane lane) {
        return open.contains(lane);
    }

    void hold(Lane lane, ByteBuffer message) {
        ArrayDeque<ByteBuffer> queue = held.get(lane);
        if (queue != null) {
            queue.add(message);
        }
    }

    int heldMessages() {
        return held.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    /** MOVED has come over a lane of the old link. */
    void ended(Lane lane) {
        if (open.remove(lane)) {
            release(lane);
            arrivedWhenEmpty();
        }
    }

    /** The old link has closed. */
    void closed() {
        finish(open.isEmpty());
    }

    /** The session ends, or has no use for the old link any more. */
    void cancel() {
        over = true;
        stop();
    }

    private void arrivedWhenEmpty() {
        if (open.isEmpty() && !over) {
            owner.arrived(this, true);
            closeWhenDone();
        }
    }

    private void closeWhenDone() {
        if (left && open.isEmpty()) {
            finish(true);
        }
    }

    /** Goes on while something comes, or this side's own frames leave. */
    private void watch() {
        timer = node.loop().schedule(quiet, () -> {
            long now = node.loop().nanoTime();
            long before = buffered;
            buffered = old.bufferedBytes();
            boolean moves = now - old.heardAt() < quiet.toNanos() || buffered < before;
            if (moves && now - began < LONGEST.toNanos()) {
                watch();
            } else {
                finish(open.isEmpty());
            }
        });
    }

    private void finish(boolean whole) {
        if (!over) {
            over = true;
            stop();
            if (!whole) {
                owner.arrived(this, false);
                for (Lane lane : EnumSet.copyOf(open)) {
                    open.remove(lane);
                    release(lane);
                }
            }
            owner.done(this);
        }
    }

    private void release(Lane lane) {
        ArrayDeque<ByteBuffer> queue = held.remove(lane);
        if (queue != null) {
            queue.forEach(message -> owner.due(lane, message));
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
        }
        from.stop();
        old.close(CloseReason.LOCAL);
    }
}
