// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a TLS channel: holds a pooled buffer only while it has encrypted bytes that are not decrypted yet.
 * Confined to the reactor, but for {@link #bytes}.
 */
final class TlsInput {

    /** What came of an attempt to read a record. */
    enum Outcome {
        /** A record; its plaintext, which may be empty, is in the reactor's scratch buffer. */
        RECORD,
        /** A record needs more bytes than the socket has now. */
        NOTHING,
        /** The other side ended TLS in good order. */
        CLOSED,
        /** The connection ended without that. */
        CUT
    }

    private final Reactor reactor;
    private final SocketChannel socket;
    private final SSLEngine engine;
    private final AtomicLong bytes = new AtomicLong();
    private @Nullable ByteBuffer buffer;

    TlsInput(Reactor reactor, SocketChannel socket, SSLEngine engine) {
        this.reactor = reactor;
        this.socket = socket;
        this.engine = engine;
    }

    /** {@return bytes that came from the socket; from any thread} */
    long bytes() {
        return bytes.get();
    }

    /** Decrypts the next record into {@link Reactor#plain}, ready to be read. */
    Outcome next() throws IOException {
        while (true) {
            ByteBuffer plain = reactor.plain().clear();
            if (buffer != null) {
                SSLEngineResult result = engine.unwrap(buffer, plain);
                plain.flip();
                switch (result.getStatus()) {
                    case OK -> {
                        releaseEmpty();
                        return Outcome.RECORD;
                    }
                    case CLOSED -> {
                        return Outcome.CLOSED;
                    }
                    case BUFFER_OVERFLOW -> throw new SSLException("a TLS record is too long");
                    case BUFFER_UNDERFLOW -> {
                        if (buffer.remaining() == buffer.capacity()) {
                            throw new SSLException("a TLS record is too long");
                        }
                    }
                }
            }
            int count = fill();
            if (count <= 0) {
                return count < 0 ? Outcome.CUT : Outcome.NOTHING;
            }
        }
    }

    private int fill() throws IOException {
        ByteBuffer into = buffer == null ? reactor.takeBuffer() : buffer.compact();
        buffer = into;
        int count;
        try {
            count = socket.read(into);
        } finally {
            into.flip();
            releaseEmpty();
        }
        bytes.addAndGet(Math.max(0, count));
        return count;
    }

    private void releaseEmpty() {
        if (buffer != null && !buffer.hasRemaining()) {
            release();
        }
    }

    void release() {
        if (buffer != null) {
            reactor.giveBuffer(buffer);
            buffer = null;
        }
    }
}
