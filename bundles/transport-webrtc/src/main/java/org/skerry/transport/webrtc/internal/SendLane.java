// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one lane. It is handed to the library as far as the window of the other end reaches, and as long as
 * little waits in the library, which would lose what is too much, and never says when it has room again. What waits together is
 * bundled, as much as leaves within {@link #BUNDLE}: a message of the other lane waits for the end of one of this lane. {@link #add}, {@link
 * #close} and {@link #buffered} may be called from any thread, all else on the loop.
 */
final class SendLane {

    /** How long the library takes to send a bundle, at the rate of late. */
    private static final Duration BUNDLE = Duration.ofMillis(20);

    private static final long MEASURED_NANOS = Duration.ofMillis(50).toNanos();

    /** Longest time between two looks at what waits in the library: the rate may have changed. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private static final long UNKNOWN = -1;

    private record Item(ByteBuffer message, CompletableFuture<Void> done) {}

    private final Wire wire;
    private final int channel;
    private final WebRtcSettings.Flow flow;
    private final int longestBundle;
    private final AtomicLong queued = new AtomicLong();
    /** What waits in the library: as it said last, and what it was given since. */
    private final AtomicLong below = new AtomicLong();

    // Guarded by this.
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private @Nullable IOException closed;
    // Confined to the loop.
    private long allowed;
    private long used;
    private long messages;
    private boolean full;
    private long handed;
    private long leftThen;
    private long measuredAt;
    /** Bytes a second that have left the library of late. */
    private long rate = UNKNOWN;

    /**
     * @param longestBundle longest message of the channel, in bytes
     * @param now monotonic nanoseconds
     */
    SendLane(Wire wire, int channel, WebRtcSettings.Flow flow, int longestBundle, long now) {
        this.wire = wire;
        this.channel = channel;
        this.flow = flow;
        this.longestBundle = longestBundle;
        this.measuredAt = now;
    }

    /** Queues a message; fails at once when closed. */
    CompletionStage<Void> add(ByteBuffer message) {
        Item item = new Item(message.duplicate(), new CompletableFuture<>());
        synchronized (this) {
            if (closed != null) {
                return CompletableFuture.failedFuture(closed);
            }
            waiting.addLast(item);
            queued.addAndGet(item.message().remaining());
        }
        return item.done();
    }

    /** Takes no more; what is queued stays. */
    synchronized void close(IOException why) {
        closed = closed == null ? why : closed;
    }

    /** Closes, drops what is queued and fails its stages. */
    void fail(IOException why) {
        List<Item> dropped;
        synchronized (this) {
            closed = closed == null ? why : closed;
            dropped = new ArrayList<>(waiting);
            waiting.clear();
            queued.set(0);
        }
        below.set(0);
        full = false;
        dropped.forEach(item -> item.done().completeExceptionally(why));
    }

    /** {@return bytes that are queued or wait in the library, as far as that is known} */
    long buffered() {
        return queued.get() + below.get();
    }

    /** {@return whether something may wait in the library} */
    boolean anythingBelow() {
        return below.get() > 0;
    }

    /** {@return messages handed over so far} */
    long messages() {
        return messages;
    }

    /** {@return whether nothing is queued} */
    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** {@return whether a message waits until the library has room} */
    boolean isFull() {
        return full;
    }

    /**
     * The other end allows more.
     *
     * @param bytes from the beginning on
     * @throws BrokenProtocolException if that is less than before
     */
    void allow(long bytes) throws BrokenProtocolException {
        if (bytes < allowed) {
            throw new BrokenProtocolException("a window that shrinks");
        }
        allowed = bytes;
    }

    /** Looks what waits in the library. @param now monotonic nanoseconds */
    void poll(long now) {
        if (below.get() > 0) {
            look(now);
        }
        full = full && below.get() > flow.lowWaterBytes();
    }

    private void look(long now) {
        below.set(wire.buffered(channel));
        long passed = now - measuredAt;
        if (passed >= MEASURED_NANOS) {
            long left = handed - below.get();
            rate = (left - leftThen) * Duration.ofSeconds(1).toNanos() / passed;
            leftThen = left;
            measuredAt = now;
        }
    }

    /** {@return how long to wait with the next look: until there should be room again; else until half should have left} */
    Duration pause() {
        long bytes = full ? below.get() - flow.lowWaterBytes() : below.get() / 2;
        Duration least = flow.poll();
        if (rate == UNKNOWN || bytes <= 0) {
            return least;
        }
        double seconds = Math.min(LONGEST_PAUSE.toMillis() / 1e3, bytes / (double) Math.max(1, rate));
        Duration expected = Duration.ofNanos((long) (seconds * 1e9));
        return expected.compareTo(least) > 0 ? expected : least;
    }

    private long bundle() {
        return Math.min(longestBundle, rate * BUNDLE.toMillis() / 1000);
    }

    /**
     * Hands over the first message, if it may go, and with it those behind it that may go as well and fit into a bundle.
     *
     * @param now monotonic nanoseconds
     * @return their bytes; 0 if there are none, -1 if the library refuses them
     */
    int pump(long now) {
        List<Item> next = next(now);
        if (next.isEmpty()) {
            return 0;
        }
        byte[] bytes = Bundle.of(next.stream().map(Item::message).toList());
        if (!wire.send(channel, bytes, false)) {
            return -1;
        }
        int length = bytes.length - next.size() * Bundle.PREFIX;
        used += length + (long) next.size() * LinkFrame.MESSAGE_COST;
        messages += next.size();
        handed += bytes.length;
        below.addAndGet(bytes.length);
        remove(next.size(), length);
        next.forEach(it -> it.done().complete(null));
        return length;
    }

    private List<Item> next(long now) {
        if (full || isEmpty()) {
            return List.of();
        }
        if (below.get() >= flow.highWaterBytes()) {
            look(now);
            full = below.get() >= flow.highWaterBytes();
        }
        return full ? List.of() : first();
    }

    private synchronized List<Item> first() {
        List<Item> next = new ArrayList<>();
        long room = allowed - used;
        long most = bundle();
        long bytes = 0;
        for (Item item : waiting) {
            int length = item.message().remaining();
            room -= length + LinkFrame.MESSAGE_COST;
            bytes += Bundle.PREFIX + length;
            if (room < 0 || (!next.isEmpty() && bytes > most)) {
                break;
            }
            next.add(item);
        }
        return next;
    }

    private synchronized void remove(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            waiting.pollFirst();
        }
        queued.addAndGet(-bytes);
    }
}
