// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One frame: {@code length u32 | type u8 | flags u8 | requestId u32 | offset u32 | payload}, big-endian. The length counts
 * the bytes after the length field. One message of a link carries exactly one frame.
 *
 * <p>The payload is shared, not copied: whoever holds the frame must leave its bytes alone, and must be done with them
 * when the buffer under them is given back.
 *
 * @param type 0 to 255
 * @param flags 0 to 255; bit 0 is {@link #FLAG_CRITICAL}, the others are kept for later versions and ignored
 * @param requestId 0 to 2^32 - 1
 * @param offset 0 to 2^32 - 1
 * @param payload from position to limit
 */
public record Frame(int type, int flags, long requestId, long offset, ByteBuffer payload) {

    /** Bytes before the payload, the length field included. */
    public static final int HEADER_BYTES = 14;

    /** Flag of a frame that closes the session where its type is not known. */
    public static final int FLAG_CRITICAL = 1;

    private static final int LENGTH_BYTES = 4;
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /** @throws IllegalArgumentException if a field does not fit its width */
    public Frame {
        check(type, flags, requestId, offset);
        payload = payload.slice();
    }

    /** A frame of these fields, over the remaining bytes of {@code payload}, whose position stays. */
    public static Frame of(int type, boolean critical, long requestId, long offset, ByteBuffer payload) {
        return new Frame(type, critical ? FLAG_CRITICAL : 0, requestId, offset, payload);
    }

    /** Whether a receiver that does not know the type must close the session. */
    public boolean critical() {
        return (flags & FLAG_CRITICAL) != 0;
    }

    /** The payload, with a position and limit of the caller's own over shared bytes. */
    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    /** Bytes of the whole frame. */
    public int bytes() {
        return HEADER_BYTES + payload.remaining();
    }

    /** The frame in a new heap buffer, ready to be read. */
    public ByteBuffer encode() {
        ByteBuffer message = ByteBuffer.allocate(bytes());
        writeHeader(message, type, flags, requestId, offset, payload.remaining());
        return message.put(payload()).flip();
    }

    /**
     * Writes the header of a frame whose payload the caller puts right behind it: for senders that fill one buffer.
     *
     * @param target big-endian; its position moves by {@link #HEADER_BYTES}
     * @param payloadBytes length of the payload in bytes
     * @throws IllegalArgumentException if a field does not fit its width, or {@code target} is little-endian
     * @throws java.nio.BufferOverflowException if {@code target} has no room
     */
    public static void writeHeader(
            ByteBuffer target, int type, int flags, long requestId, long offset, int payloadBytes) {
        check(type, flags, requestId, offset);
        if (payloadBytes < 0 || target.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("negative payload, or a little-endian target");
        }
        target.putInt(HEADER_BYTES - LENGTH_BYTES + payloadBytes)
                .put((byte) type)
                .put((byte) flags)
                .putInt((int) requestId)
                .putInt((int) offset);
    }

    /**
     * Reads the one frame that fills a message. The payload is a slice of {@code message}, whose position stays.
     *
     * @param maxFrameBytes largest frame accepted, header included
     * @throws MalformedFrameException if the message is too short, too long, or not of the length that it declares
     */
    public static Frame decode(ByteBuffer message, int maxFrameBytes) throws MalformedFrameException {
        int size = message.remaining();
        if (size < HEADER_BYTES) {
            throw new MalformedFrameException(size + " bytes are less than a header");
        }
        if (size > maxFrameBytes) {
            throw new MalformedFrameException(size + " bytes are over " + maxFrameBytes);
        }
        ByteBuffer in = message.slice(); // big-endian, whatever the order of message
        long declared = Integer.toUnsignedLong(in.getInt());
        if (declared != size - LENGTH_BYTES) {
            throw new MalformedFrameException("declares " + declared + " bytes, has " + (size - LENGTH_BYTES));
        }
        int type = Byte.toUnsignedInt(in.get());
        int flags = Byte.toUnsignedInt(in.get());
        long requestId = Integer.toUnsignedLong(in.getInt());
        long offset = Integer.toUnsignedLong(in.getInt());
        return new Frame(type, flags, requestId, offset, in);
    }

    private static void check(int type, int flags, long requestId, long offset) {
        if ((type & ~0xFF) != 0 || (flags & ~0xFF) != 0) {
            throw new IllegalArgumentException("type " + type + " or flags " + flags + " over 8 bits");
        }
        if ((requestId & ~MAX_U32) != 0 || (offset & ~MAX_U32) != 0) {
            throw new IllegalArgumentException("request id " + requestId + " or offset " + offset + " over 32 bits");
        }
    }
}
