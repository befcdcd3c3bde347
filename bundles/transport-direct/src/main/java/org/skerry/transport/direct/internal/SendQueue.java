// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.Lane;

/**
 * What waits to be encrypted: control before data, whole messages, and the last word when both are empty. {@link #add},
 * {@link #close} and {@link #buffered} may be called from any thread; gathering belongs to the reactor.
 */
final class SendQueue {

    /** Bytes of a full TLS record (RFC 8446 section 5.1). */
    static final int RECORD_BYTES = 16 * 1024;

    private static final int MAX_SOURCES = 128;

    /** One message with its header, or bytes without one. */
    private record Item(
            ByteBuffer head, ByteBuffer body, @Nullable CompletableFuture<Void> done) {
        int remaining() {
            return head.remaining() + body.remaining();
        }
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final AtomicLong buffered = new AtomicLong();
    // Guarded by this.
    private final ArrayDeque<Item> control = new ArrayDeque<>();
    private final ArrayDeque<Item> data = new ArrayDeque<>();
    private @Nullable Item lastWord;
    private @Nullable IOException closed;
    // Confined to the reactor: what was gathered and is not yet encrypted to its end, the oldest first.
    private final ArrayDeque<Item> flight = new ArrayDeque<>();
    private final ByteBuffer[] sources = new ByteBuffer[MAX_SOURCES];
    private int bodyBytes;

    /** Queues a message behind those of its lane; fails at once when the queue is closed. */
    CompletionStage<Void> add(Lane lane, ByteBuffer message) {
        ByteBuffer body = message.duplicate();
        int length = body.remaining();
        Item item = new Item(MessageReader.header(length, lane), body, new CompletableFuture<>());
        synchronized (this) {
            if (closed != null) {
                return CompletableFuture.failedFuture(closed);
            }
            (lane == Lane.CONTROL ? control : data).addLast(item);
            buffered.addAndGet(length);
        }
        return item.done();
    }

    /** Queues bytes as they are, in front of data. */
    synchronized void addRaw(ByteBuffer bytes) {
        if (closed == null) {
            control.addLast(new Item(NOTHING, bytes, null));
        }
    }

    /**
     * Takes no more; what is queued still goes, then the last word.
     *
     * @param why fails what is added from now on
     */
    synchronized void close(IOException why, @Nullable ByteBuffer word) {
        if (closed == null) {
            closed = why;
            lastWord = word == null ? null : new Item(NOTHING, word, null);
        }
    }

    /** Closes, drops everything and fails its stages. On the reactor. */
    void fail(IOException why) {
        List<Item> dropped = new ArrayList<>(flight);
        flight.clear();
        synchronized (this) {
            closed = closed == null ? why : closed;
            lastWord = null;
            dropped.addAll(control);
            dropped.addAll(data);
            control.clear();
            data.clear();
        }
        buffered.set(0);
        for (Item item : dropped) {
            if (item.done() != null) {
                item.done().completeExceptionally(why);
            }
        }
    }

    /** Bytes of messages that have not left yet. */
    long buffered() {
        return buffered.get();
    }

    /** Bytes of messages went to the socket. */
    void left(long bytes) {
        buffered.updateAndGet(before -> Math.max(0, before - bytes));
    }

    /** Whether it was closed and all of it has been encrypted. */
    synchronized boolean finished() {
        return closed != null && flight.isEmpty() && control.isEmpty() && data.isEmpty() && lastWord == null;
    }

    /** Fills {@link #sources} with up to a record of bytes. @return how many sources, 0 if there is nothing to send */
    int gather() {
        int bytes = 0;
        int bodies = 0;
        int count = 0;
        synchronized (this) {
            for (Item item : flight) {
                bytes += item.remaining();
            }
            while (bytes < RECORD_BYTES && flight.size() < MAX_SOURCES / 2) {
                Item next = next();
                if (next == null) {
                    break;
                }
                flight.addLast(next);
                bytes += next.remaining();
            }
        }
        for (Item item : flight) {
            sources[count++] = item.head();
            sources[count++] = item.body();
            bodies += item.body().remaining();
        }
        bodyBytes = bodies;
        return count;
    }

    ByteBuffer[] sources() {
        return sources;
    }

    /** Completes what has been encrypted since {@link #gather}. @return how many bytes of messages that was */
    int settle() {
        int leftOver = 0;
        List<CompletableFuture<Void>> done = new ArrayList<>();
        while (!flight.isEmpty() && flight.peekFirst().remaining() == 0) {
            CompletableFuture<Void> stage = flight.pollFirst().done();
            if (stage != null) {
                done.add(stage);
            }
        }
        for (Item item : flight) {
            leftOver += item.body().remaining();
        }
        Arrays.fill(sources, null);
        int encrypted = bodyBytes - leftOver;
        for (CompletableFuture<Void> stage : done) {
            stage.complete(null);
        }
        return encrypted;
    }

    private @Nullable Item next() {
        Item next = control.pollFirst();
        next = next == null ? data.pollFirst() : next;
        if (next == null) {
            next = lastWord;
            lastWord = null;
        }
        return next;
    }
}
