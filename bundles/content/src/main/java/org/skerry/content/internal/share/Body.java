// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.ByteBuffer;

/**
 * What reading a file in has found.
 *
 * @param sha256 of its bytes
 * @param pack number of its pack, or -1 if it has chunks of its own
 * @param start offset in the pack, or the number of its first chunk in the spool
 * @param chunks how many chunks of its own
 * @param average with which it was cut
 */
record Body(byte[] sha256, long pack, long start, long chunks, int average) {

    private static final int SHA_BYTES = 32;
    private static final int LENGTH = SHA_BYTES + 3 * Long.BYTES + Integer.BYTES;

    static Body packed(byte[] sha256, long pack, long offset) {
        return new Body(sha256, pack, offset, 0, 0);
    }

    static Body cut(byte[] sha256, long firstChunk, long chunks, int average) {
        return new Body(sha256, -1, firstChunk, chunks, average);
    }

    byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .put(sha256)
                .putLong(pack)
                .putLong(start)
                .putLong(chunks)
                .putInt(average)
                .array();
    }

    static Body decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        byte[] sha256 = new byte[SHA_BYTES];
        in.get(sha256);
        return new Body(sha256, in.getLong(), in.getLong(), in.getLong(), in.getInt());
    }
}
