// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skerry.shell.internal.command.Json;
import org.skerry.shell.internal.command.Reply;

/**
 * One client: a request line in, event lines out. Reading and writing happen on the server's thread; events come from any
 * thread and wait in a queue.
 */
final class ControlConnection implements Reply {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ControlLimits limits;
    private final long openedAt = System.nanoTime();
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private boolean requested;

    private final Object lock = new Object();
    // The rest is guarded by the lock.
    private final ArrayDeque<ByteBuffer> pending = new ArrayDeque<>();
    private final List<Runnable> onHangUp = new ArrayList<>();
    private int pendingBytes;
    private boolean ended;
    private boolean closed;

    ControlConnection(SocketChannel channel, SelectionKey key, ControlLimits limits) {
        this.channel = channel;
        this.key = key;
        this.limits = limits;
    }

    /** Whether the client has not said in time what it wants. */
    boolean isLate(long now) {
        return !requested && now - openedAt > limits.requestTimeout().toNanos();
    }

    /**
     * Reads what has come.
     *
     * @return the request line, once it is whole
     * @throws IOException if the client has gone
     */
    Optional<byte[]> read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new IOException("the client has gone");
        }
        buffer.flip();
        while (buffer.hasRemaining() && !requested) {
            byte next = buffer.get();
            if (next == '\n') {
                requested = true;
                return Optional.of(request.toByteArray());
            }
            request.write(next);
            if (request.size() > limits.maxRequestBytes()) {
                requested = true;
                exit(USAGE, "the request is longer than " + limits.maxRequestBytes() + " bytes");
            }
        }
        return Optional.empty();
    }

    /**
     * Writes what waits, as far as the client takes it.
     *
     * @return false if all was said and the connection can be closed
     */
    boolean write() throws IOException {
        synchronized (lock) {
            while (!pending.isEmpty()) {
                ByteBuffer head = pending.peek();
                pendingBytes -= channel.write(head);
                if (head.hasRemaining()) {
                    return true;
                }
                pending.remove();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            return !ended;
        }
    }

    /** Writes what the client takes at once, before the end. */
    void writeQuietly() {
        try {
            write();
        } catch (IOException | CancelledKeyException e) {
            // It has gone; so has what it would have read.
            return;
        }
    }

    @Override
    public void event(ObjectNode event) {
        boolean progress = event.path("event").asText().equals("progress");
        synchronized (lock) {
            if (!ended && !closed && !(progress && pendingBytes > limits.maxPendingBytes() / 2)) {
                enqueue(event);
            }
        }
    }

    @Override
    public void exit(int code, String error) {
        ObjectNode event = Json.event("exit").put("code", code);
        if (!error.isEmpty()) {
            event.put("error", Reply.oneLine(error));
        }
        synchronized (lock) {
            if (!ended && !closed) {
                ended = true;
                onHangUp.clear();
                enqueue(event);
            }
        }
    }

    private void enqueue(ObjectNode event) {
        byte[] line;
        try {
            line = Json.MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n');
        pending.add(buffer.flip());
        pendingBytes += line.length + 1;
        if (key.isValid()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            key.selector().wakeup();
        }
    }

    /** Whether the client reads so little that it is dropped. */
    boolean isChoked() {
        synchronized (lock) {
            return pendingBytes > limits.maxPendingBytes();
        }
    }

    @Override
    public void onHangUp(Runnable action) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            if (!closed) {
                onHangUp.add(action);
                return;
            }
        }
        action.run();
    }

    void close() throws IOException {
        List<Runnable> actions;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            pending.clear();
            actions = List.copyOf(onHangUp);
            onHangUp.clear();
        }
        key.cancel();
        channel.close();
        actions.forEach(Runnable::run);
    }
}
