// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending half of a TLS channel: fills one pooled buffer with records and empties it into the socket before it fills it
 * anew. Confined to the reactor, but for {@link #bytes}.
 */
final class TlsOutput {

    private static final Logger LOG = LoggerFactory.getLogger(TlsOutput.class);
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final Reactor reactor;
    private final SocketChannel socket;
    private final SSLEngine engine;
    private final SendQueue queue;
    private final AtomicLong bytes = new AtomicLong();
    private @Nullable ByteBuffer buffer;
    private boolean draining;
    private long bodies;

    TlsOutput(Reactor reactor, SocketChannel socket, SSLEngine engine, SendQueue queue) {
        this.reactor = reactor;
        this.socket = socket;
        this.engine = engine;
        this.queue = queue;
    }

    /** {@return bytes that went to the socket; from any thread} */
    long bytes() {
        return bytes.get();
    }

    /** Whether encrypted bytes wait for the socket. */
    boolean waiting() {
        return buffer != null;
    }

    /** Whether one more record fits. */
    boolean room() {
        return buffer == null
                || (!draining && buffer.remaining() >= engine.getSession().getPacketBufferSize());
    }

    /** Encrypts what TLS itself has to say. @return false if the socket has to take some first */
    boolean wrapNothing() throws IOException {
        return wrap(NOTHING, 1);
    }

    /**
     * Encrypts one record of what the queue gathered.
     *
     * @return bytes of messages in it, -1 if the socket has to take some first
     */
    int wrapGathered(int count) throws IOException {
        if (!wrap(queue.sources(), count)) {
            return -1;
        }
        int encrypted = queue.settle();
        bodies += encrypted;
        return encrypted;
    }

    private boolean wrap(ByteBuffer[] sources, int count) throws IOException {
        if (!room() && !drain()) {
            return false;
        }
        if (buffer == null) {
            buffer = reactor.takeBuffer();
        }
        SSLEngineResult result = engine.wrap(sources, 0, count, buffer);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            throw new SSLException("a TLS record does not fit");
        }
        return true;
    }

    /** Writes what is encrypted. @return whether nothing is left of it */
    boolean drain() throws IOException {
        if (buffer == null) {
            return true;
        }
        if (!draining) {
            buffer.flip();
            draining = true;
        }
        if (buffer.hasRemaining()) {
            bytes.addAndGet(socket.write(buffer));
        }
        if (buffer.hasRemaining()) {
            return false;
        }
        release();
        queue.left(bodies);
        bodies = 0;
        return true;
    }

    /** Sends what TLS has to say last, an alert or that it closes, as far as that goes without waiting. */
    void finish() {
        try {
            engine.closeOutbound();
            boolean on = drain();
            while (on && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                on = wrapNothing();
            }
            drain();
        } catch (IOException | RuntimeException e) {
            LOG.trace("No last words: {}", e.toString());
        }
    }

    /** Sends what is queued as far as that goes without waiting, then finishes. */
    void flushAndFinish() {
        try {
            if (!drain()) {
                return;
            }
            for (int count = queue.gather(); count > 0 && room(); count = queue.gather()) {
                if (wrapGathered(count) < 0) {
                    return;
                }
            }
            finish();
        } catch (IOException | RuntimeException e) {
            LOG.trace("No goodbye: {}", e.toString());
        }
    }

    void release() {
        if (buffer != null) {
            reactor.giveBuffer(buffer);
            buffer = null;
            draining = false;
        }
    }
}
