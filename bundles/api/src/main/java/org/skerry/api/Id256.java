// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A 32-byte identifier, held as four longs so that millions of them stay small and compare fast. Two ids are equal when
 * they are of the same class and hold the same bytes. Immutable.
 */
public abstract class Id256 {

    /** Length of every id in bytes. */
    public static final int BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    /**
     * Takes the bytes; the array is not kept.
     *
     * @param bytes exactly 32 bytes
     * @throws IllegalArgumentException if the length is another
     */
    protected Id256(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("expected 32 bytes, got " + bytes.length);
        }
        a = (long) LONGS.get(bytes, 0);
        b = (long) LONGS.get(bytes, 8);
        c = (long) LONGS.get(bytes, 16);
        d = (long) LONGS.get(bytes, 24);
    }

    /** {@return a fresh array of the 32 bytes} */
    public final byte[] bytes() {
        byte[] out = new byte[BYTES];
        LONGS.set(out, 0, a);
        LONGS.set(out, 8, b);
        LONGS.set(out, 16, c);
        LONGS.set(out, 24, d);
        return out;
    }

    /**
     * Appends the 32 bytes.
     *
     * @param target a big-endian buffer with at least 32 bytes remaining; its position advances
     */
    public final void writeTo(ByteBuffer target) {
        target.put(bytes());
    }

    /** {@return the last eight bytes as a number, evenly spread where the id is a hash} */
    public final long tail() {
        return d;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Id256 that
                && that.getClass() == getClass()
                && a == that.a
                && b == that.b
                && c == that.c
                && d == that.d;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(a ^ d);
    }

    /**
     * Unsigned lexicographic order of the bytes.
     *
     * @param other another id
     * @return negative, zero or positive
     */
    protected final int compareBytes(Id256 other) {
        return Arrays.compareUnsigned(bytes(), other.bytes());
    }
}
