// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.ByteBuffer;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;

/**
 * Where a shared chunk lies.
 *
 * @param tag of its plaintext
 * @param length as stored
 * @param packed whether it is a pack
 * @param number of the file, or of the pack
 * @param offset in the file
 */
record Location(Tag tag, int length, boolean packed, long number, long offset) {

    private static final int BYTES = 32 + Integer.BYTES + 1 + 2 * Long.BYTES;

    static Location inFile(StoredChunk chunk, long file, long offset) {
        return new Location(chunk.tag(), chunk.length(), false, file, offset);
    }

    static Location ofPack(StoredChunk chunk, long pack) {
        return new Location(chunk.tag(), chunk.length(), true, pack, 0);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        tag.writeTo(out);
        return out.putInt(length)
                .put((byte) (packed ? 1 : 0))
                .putLong(number)
                .putLong(offset)
                .array();
    }

    static Location decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        byte[] tag = new byte[32];
        in.get(tag);
        return new Location(Tag.of(tag), in.getInt(), in.get() != 0, in.getLong(), in.getLong());
    }
}
