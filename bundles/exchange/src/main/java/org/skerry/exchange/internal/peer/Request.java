// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skerry.exchange.internal.wire.Limits;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.ProtocolViolation;

/** A chunk that was asked of a peer, and the fragments of it that have come. */
public final class Request {

    private final long id;
    private final RemotePeer peer;
    private final OpenWant want;
    private final long asked;
    private @Nullable ByteBuffer whole;

    /**
     * A new one.
     *
     * @param id request id
     * @param peer that is asked
     * @param want what is asked for
     * @param asked when, monotonic nanoseconds
     */
    public Request(long id, RemotePeer peer, OpenWant want, long asked) {
        this.id = id;
        this.peer = peer;
        this.want = want;
        this.asked = asked;
    }

    /** {@return request id} */
    public long id() {
        return id;
    }

    /** {@return that is asked} */
    public RemotePeer peer() {
        return peer;
    }

    /** {@return what is asked for} */
    public OpenWant want() {
        return want;
    }

    /** {@return when, monotonic nanoseconds} */
    public long asked() {
        return asked;
    }

    /** {@return the length that counts for it until it has come, in bytes} */
    public int expectedBytes() {
        return want.chunk().length();
    }

    /** {@return whether a part of it has come} */
    public boolean begun() {
        return whole != null;
    }

    /**
     * Takes a fragment.
     *
     * @param offset in the chunk
     * @param payload as on the wire; becomes the chunk if it is all of it, and is copied otherwise
     * @return the chunk when it is whole
     * @throws ProtocolViolation if it does not follow what has come, or is of the wrong length
     */
    public Optional<ByteBuffer> fragment(long offset, ByteBuffer payload) throws ProtocolViolation {
        if (whole == null) {
            return first(offset, payload);
        }
        if (offset != whole.position() || payload.remaining() > whole.remaining()) {
            throw new ProtocolViolation("fragment at " + offset + " where " + whole.position() + " was next");
        }
        whole.put(payload);
        return whole.hasRemaining() ? Optional.empty() : Optional.of(whole.flip());
    }

    private Optional<ByteBuffer> first(long offset, ByteBuffer payload) throws ProtocolViolation {
        if (offset != 0 || payload.remaining() <= MessageWriter.LENGTH_BYTES) {
            throw new ProtocolViolation("answer that does not begin with a length and the first bytes");
        }
        long length = Integer.toUnsignedLong(payload.getInt());
        int wanted = want.chunk().length();
        if (length < payload.remaining() || length > Limits.CHUNK_BYTES || wanted != 0 && length != wanted) {
            throw new ProtocolViolation("chunk of " + length + " bytes where " + wanted + " were expected");
        }
        if (length == payload.remaining()) {
            return Optional.of(payload.slice());
        }
        whole = ByteBuffer.allocate((int) length).put(payload);
        return Optional.empty();
    }
}
