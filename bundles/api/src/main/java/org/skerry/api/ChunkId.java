// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names a chunk: the SHA-256 of its bytes as stored and sent (that is, encrypted), so that any node can verify what it
 * cannot read. The text form is a CIDv1 with codec {@code raw} and hash {@code sha2-256} in base32: {@code bafkrei…},
 * 59 characters.
 */
public final class ChunkId extends Id256 implements Comparable<ChunkId> {

    private static final byte[] CID_PREFIX = {0x01, 0x55, 0x12, 0x20};
    private static final int TEXT_LENGTH = 59;

    private ChunkId(byte[] bytes) {
        super(bytes);
    }

    /**
     * Wraps a digest.
     *
     * @param digest 32 bytes; copied
     * @return the id
     */
    public static ChunkId of(byte[] digest) {
        return new ChunkId(digest);
    }

    /**
     * Hashes a chunk.
     *
     * @param chunk the bytes between position and limit; the position is not moved
     * @return the id of the chunk
     */
    public static ChunkId ofChunk(ByteBuffer chunk) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(chunk.duplicate());
            return new ChunkId(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads the text form.
     *
     * @param text {@code bafkrei…}
     * @return the id
     * @throws IllegalArgumentException with a message for people, if the text is no such CID
     */
    public static ChunkId parse(String text) {
        if (text.length() != TEXT_LENGTH || text.charAt(0) != 'b') {
            throw new IllegalArgumentException("a chunk id has 59 characters and begins with 'bafkrei'");
        }
        byte[] cid = Multibase.fromBase32(text.substring(1));
        for (int i = 0; i < CID_PREFIX.length; i++) {
            if (cid[i] != CID_PREFIX[i]) {
                throw new IllegalArgumentException("not a CIDv1 of raw bytes under SHA-256");
            }
        }
        byte[] digest = new byte[BYTES];
        System.arraycopy(cid, CID_PREFIX.length, digest, 0, BYTES);
        return new ChunkId(digest);
    }

    @Override
    public int compareTo(ChunkId other) {
        return compareBytes(other);
    }

    /** {@return eight characters that differ between chunks, for logs} */
    public String shortText() {
        return toString().substring(7, 15);
    }

    @Override
    public String toString() {
        byte[] cid = new byte[CID_PREFIX.length + BYTES];
        System.arraycopy(CID_PREFIX, 0, cid, 0, CID_PREFIX.length);
        System.arraycopy(bytes(), 0, cid, CID_PREFIX.length, BYTES);
        return "b" + Multibase.base32(cid);
    }
}
