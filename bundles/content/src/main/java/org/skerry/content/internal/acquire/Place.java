// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;

/**
 * Where a part of a chunk's plaintext belongs.
 *
 * @param file number of the file
 * @param fileOffset in the file, in bytes
 * @param chunkOffset in the plaintext, in bytes; not 0 in packs only
 * @param length in bytes
 */
record Place(int file, long fileOffset, int chunkOffset, int length) {

    static final int BYTES = 3 * Integer.BYTES + Long.BYTES;

    void writeTo(ByteBuffer out) {
        out.putInt(file).putLong(fileOffset).putInt(chunkOffset).putInt(length);
    }

    static Place readFrom(ByteBuffer in) {
        return new Place(in.getInt(), in.getLong(), in.getInt(), in.getInt());
    }
}
