// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Byte arrays made and joined. Integers are big-endian. */
public final class Bytes {

    private Bytes() {}

    /** All parts behind each other. */
    public static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The text in UTF-8. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What remains in the buffer, copied; its position stays. */
    public static byte[] copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    /**
     * Two bytes.
     *
     * @throws IllegalArgumentException unless 0 ≤ value &lt; 2^16
     */
    public static byte[] u16(int value) {
        if ((value & ~0xFFFF) != 0) {
            throw new IllegalArgumentException("not of 16 bits: " + value);
        }
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    /**
     * Four bytes.
     *
     * @throws IllegalArgumentException unless 0 ≤ value &lt; 2^32
     */
    public static byte[] u32(long value) {
        if ((value & ~0xFFFF_FFFFL) != 0) {
            throw new IllegalArgumentException("not of 32 bits: " + value);
        }
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array();
    }

    /** Eight bytes; a negative value stands for the unsigned one of the same bits. */
    public static byte[] u64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /**
     * The unsigned value of four bytes.
     *
     * @throws IndexOutOfBoundsException if they are not all there
     */
    public static long readU32(byte[] from, int offset) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(from).getInt(offset));
    }

    /**
     * The value of eight bytes, negative from 2^63 on.
     *
     * @throws IndexOutOfBoundsException if they are not all there
     */
    public static long readU64(byte[] from, int offset) {
        return ByteBuffer.wrap(from).getLong(offset);
    }
}
