// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.Tag;

/**
 * A chunk of content.
 *
 * @param tag of its plaintext
 * @param length as stored
 * @param position in the index; -1 before that is known
 * @param more how many places it has besides the first
 * @param first place
 */
record PlannedChunk(Tag tag, int length, long position, int more, Place first) {

    private static final int BYTES = 32 + 2 * Integer.BYTES + Long.BYTES + Place.BYTES;

    int plainLength() {
        return length - ChunkCipher.OVERHEAD;
    }

    PlannedChunk at(long index) {
        return new PlannedChunk(tag, length, index, more, first);
    }

    PlannedChunk withMore() {
        return new PlannedChunk(tag, length, position, more + 1, first);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        tag.writeTo(out);
        first.writeTo(out.putInt(length).putLong(position).putInt(more));
        return out.array();
    }

    static PlannedChunk decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        byte[] tag = new byte[32];
        in.get(tag);
        return new PlannedChunk(Tag.of(tag), in.getInt(), in.getLong(), in.getInt(), Place.readFrom(in));
    }
}
