// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import java.nio.ByteBuffer;
import java.util.Random;
import org.skerry.api.ChunkId;

/**
 * A chunk with its id, for tests.
 *
 * @param id SHA-256 of the bytes
 * @param bytes the chunk
 */
public record Chunk(ChunkId id, byte[] bytes) {

    /**
     * Makes a chunk of these bytes.
     *
     * @param bytes not copied
     * @return the chunk
     */
    public static Chunk of(byte[] bytes) {
        return new Chunk(ChunkId.ofChunk(ByteBuffer.wrap(bytes)), bytes);
    }

    /**
     * Makes a chunk of random bytes.
     *
     * @param random where they come from
     * @param length how many
     * @return the chunk
     */
    public static Chunk random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** {@return a fresh buffer of the bytes} */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes);
    }
}
