// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one lane. It is handed to the library as far as the window of the other end reaches, and as long as
 * little waits in the library, which would lose what is too much, and never says when it has room again. {@link #add}, {@link
 * #close} and {@link #buffered} may be called from any thread, all else on the loop.
 */
final class SendLane {

    private record Item(ByteBuffer message, CompletableFuture<Void> done) {}

    private final Wire wire;
    private final int channel;
    private final WebRtcSettings.Flow flow;
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

    SendLane(Wire wire, int channel, WebRtcSettings.Flow flow) {
        this.wire = wire;
        this.channel = channel;
        this.flow = flow;
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

    /** Looks what waits in the library. */
    void poll() {
        if (below.get() > 0) {
            below.set(wire.buffered(channel));
        }
        full = full && below.get() > flow.lowWaterBytes();
    }

    /** Hands over the first message, if it may go. @return its bytes; 0 if there is none, -1 if the library refuses it */
    int pump() {
        Item next = first();
        if (next == null || !mayGo(next)) {
            return 0;
        }
        byte[] bytes = exact(next.message());
        if (!wire.send(channel, bytes, false)) {
            return -1;
        }
        used += bytes.length + LinkFrame.MESSAGE_COST;
        messages++;
        below.addAndGet(bytes.length);
        removeFirst(bytes.length);
        next.done().complete(null);
        return bytes.length;
    }

    private synchronized @Nullable Item first() {
        return waiting.peekFirst();
    }

    private synchronized void removeFirst(int bytes) {
        waiting.pollFirst();
        queued.addAndGet(-bytes);
    }

    private boolean mayGo(Item next) {
        if (full || used + next.message().remaining() + LinkFrame.MESSAGE_COST > allowed) {
            return false;
        }
        if (below.get() >= flow.highWaterBytes()) {
            below.set(wire.buffered(channel));
            full = below.get() >= flow.highWaterBytes();
        }
        return !full;
    }

    /** The library sends all of an array, whatever part of it a buffer shows. */
    private static byte[] exact(ByteBuffer message) {
        if (message.hasArray() && message.array().length == message.remaining()) {
            return message.array();
        }
        byte[] copy = new byte[message.remaining()];
        message.get(message.position(), copy);
        return copy;
    }
}
