// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.bytes;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Keeps up to a number of heap buffers of one size for the next use. Never blocks: with none at hand it makes one, with
 * enough at hand it drops what is given. All methods may be called from any thread.
 */
public final class BufferPool {

    private final int bufferBytes;
    private final int maxKept;
    private final ArrayDeque<ByteBuffer> kept;

    /**
     * @param bufferBytes capacity of each buffer in bytes
     * @param maxKept most buffers kept for reuse
     * @throws IllegalArgumentException if either is not positive
     */
    public BufferPool(int bufferBytes, int maxKept) {
        if (bufferBytes < 1 || maxKept < 1) {
            throw new IllegalArgumentException("a pool of " + maxKept + " buffers of " + bufferBytes + " bytes");
        }
        this.bufferBytes = bufferBytes;
        this.maxKept = maxKept;
        this.kept = new ArrayDeque<>();
    }

    /** Capacity of each buffer in bytes. */
    public int bufferBytes() {
        return bufferBytes;
    }

    /** A cleared, big-endian buffer; what it held before is still in it. */
    public ByteBuffer take() {
        synchronized (kept) {
            ByteBuffer buffer = kept.pollLast();
            if (buffer != null) {
                return buffer;
            }
        }
        return ByteBuffer.allocate(bufferBytes);
    }

    /**
     * Gives a buffer back, which no one may use any more.
     *
     * @throws IllegalArgumentException if it is not one of this pool's size
     * @throws IllegalStateException if it has been given back already, because two users would then share it
     */
    public void give(ByteBuffer buffer) {
        if (!buffer.hasArray() || buffer.arrayOffset() != 0 || buffer.array().length != bufferBytes) {
            throw new IllegalArgumentException("not a buffer of this pool");
        }
        synchronized (kept) {
            for (ByteBuffer other : kept) {
                if (other.array() == buffer.array()) {
                    throw new IllegalStateException("buffer given back twice");
                }
            }
            if (kept.size() < maxKept) {
                // A view of the caller's own would let two users share a position.
                kept.addLast(ByteBuffer.wrap(buffer.array()));
            }
        }
    }
}
