// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Cancellable;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/**
 * What a link sends: control before data wherever both may go, its own frames at once, and the last word of a lane when nothing
 * waits on it any more. {@link #send}, {@link #close} and {@link #buffered} may be called from any thread, all else on the loop.
 */
final class Outbox {

    /** Handed over before others have their turn on the loop: it takes the library milliseconds when it is busy. */
    private static final int TURN_BYTES = 256 * 1024;

    private final Room room;
    private final Wire wire;
    private final LongConsumer onSent;
    private final Runnable onStuck;
    private final List<SendLane> lanes;
    private final AtomicBoolean pumpPosted = new AtomicBoolean();
    /** When to look again at what waits in the library, if someone wants to know: monotonic nanoseconds. */
    private final AtomicLong stale;
    // Confined to the loop.
    private final boolean[] finSent;
    private @Nullable CloseReason fin;
    private @Nullable Cancellable polling;
    private boolean stuck;
    private boolean ended;

    /**
     * @param longestBundle longest message of a channel, in bytes
     * @param onSent hears how many bytes of messages were handed to the library
     * @param onStuck hears once that the library takes nothing any more
     */
    Outbox(Room room, Wire wire, int longestBundle, LongConsumer onSent, Runnable onStuck) {
        this.room = room;
        this.wire = wire;
        this.onSent = onSent;
        this.onStuck = onStuck;
        WebRtcSettings.Flow flow = room.settings().flow();
        long now = room.loop().nanoTime();
        this.lanes = List.of(
                new SendLane(wire, 0, flow, longestBundle, now), new SendLane(wire, 1, flow, longestBundle, now));
        this.finSent = new boolean[lanes.size()];
        this.stale = new AtomicLong(now + flow.poll().toNanos());
    }

    /** Queues a message. */
    CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        CompletionStage<Void> sent = lanes.get(lane.ordinal()).add(message);
        pumpSoon();
        return sent;
    }

    private void pumpSoon() {
        if (pumpPosted.compareAndSet(false, true)) {
            room.loop().execute(() -> {
                pumpPosted.set(false);
                pump();
            });
        }
    }

    /**
     * {@return bytes that wait, as the library said last; it is asked again in the background, when that should have become
     * much less}
     */
    long buffered() {
        long then = stale.get();
        long now = room.loop().nanoTime();
        if (lanes.stream().anyMatch(SendLane::anythingBelow)
                && now - then >= 0
                && stale.compareAndSet(then, now + room.settings().flow().poll().toNanos())) {
            room.loop().execute(this::poll);
        }
        return lanes.stream().mapToLong(SendLane::buffered).sum();
    }

    /** Takes no more; what is queued still goes. */
    void close() {
        lanes.forEach(lane -> lane.close(new IOException("the link has closed")));
    }

    /** Takes no more and drops what is queued. Any thread, once the loop is no more. */
    void fail(String why) {
        IOException reason = new IOException("the link has closed: " + why);
        lanes.forEach(lane -> lane.fail(reason));
    }

    /** Sends nothing any more. */
    void end() {
        ended = true;
        if (polling != null) {
            polling.cancel();
        }
    }

    /** The other end allows more on a lane. */
    void allow(LinkFrame.Window window) throws BrokenProtocolException {
        lanes.get(window.lane()).allow(window.bytes());
        pump();
    }

    /** {@return messages handed over so far} */
    long messages() {
        return lanes.get(0).messages() + lanes.get(1).messages();
    }

    /** Says a frame of the link's own, which waits for nothing. */
    void say(int channel, LinkFrame frame) {
        if (!ended && !stuck && !wire.send(channel, frame.encode(), true)) {
            stuck();
        }
    }

    /** Says the last word on each channel, after what waits on it; once. */
    void finish(CloseReason why) {
        fin = why;
        pump();
    }

    private void pump() {
        int sent = ended || stuck ? 0 : 1;
        int turn = 0;
        while (sent > 0 && turn < TURN_BYTES) {
            sent = pumpOne();
            turn += Math.max(0, sent);
        }
        onSent.accept(turn);
        if (sent < 0) {
            stuck();
        } else if (sent > 0) {
            pumpSoon(); // after what else the loop has to do
        }
        CloseReason last = fin;
        for (int i = 0; last != null && i < lanes.size(); i++) {
            if (!finSent[i] && lanes.get(i).isEmpty()) {
                finSent[i] = true;
                say(i, new LinkFrame.Fin(last.ordinal()));
            }
        }
        if (polling == null && !ended && !stuck) {
            lanes.stream()
                    .filter(SendLane::isFull)
                    .map(SendLane::pause)
                    .min(Comparator.naturalOrder())
                    .ifPresent(this::pollLater);
        }
    }

    private void pollLater(Duration pause) {
        polling = room.loop().schedule(pause, () -> {
            polling = null;
            poll();
        });
    }

    /** Control that has come meanwhile goes before more data. */
    private int pumpOne() {
        long now = room.loop().nanoTime();
        int sent = lanes.get(0).pump(now);
        return sent == 0 ? lanes.get(1).pump(now) : sent;
    }

    private void poll() {
        if (!ended) {
            long now = room.loop().nanoTime();
            lanes.forEach(lane -> lane.poll(now));
            Duration pause = lanes.stream()
                    .map(SendLane::pause)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            stale.set(now + pause.toNanos());
            pump();
        }
    }

    /** The library will say soon that the connection is closed, or never. */
    private void stuck() {
        stuck = true;
        onStuck.run();
    }
}
