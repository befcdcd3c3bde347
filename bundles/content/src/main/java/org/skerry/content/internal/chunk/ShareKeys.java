// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.base.crypto.Hkdf;
import org.skerry.base.crypto.Hmac;
import org.skerry.spi.content.ChunkRead;

/** What is derived from the secret of a share. Immutable and thread-safe. */
public final class ShareKeys {

    private static final int KEY_BYTES = 32;

    private final Secret secret;
    private final byte[] tagKey;

    /**
     * Derives.
     *
     * @param secret of the share
     */
    public ShareKeys(Secret secret) {
        this.secret = secret;
        this.tagKey = Hkdf.derive(secret.bytes(), "tag", KEY_BYTES);
    }

    /** {@return the secret itself} */
    public Secret secret() {
        return secret;
    }

    /** {@return cut points of this share; its own table, because those of a public one would fingerprint known files} */
    public FastCdc chunking() {
        byte[] bytes = Hkdf.derive(secret.bytes(), "gear", FastCdc.GEAR_ENTRIES * Long.BYTES);
        long[] gear = new long[FastCdc.GEAR_ENTRIES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(gear);
        return new FastCdc(gear);
    }

    /** {@return the key that says after which path a pack ends} */
    public byte[] packKey() {
        return Hkdf.derive(secret.bytes(), "pack", KEY_BYTES);
    }

    /** {@return the key that says after which path a catalog page ends} */
    public byte[] pageKey() {
        return Hkdf.derive(secret.bytes(), "page", KEY_BYTES);
    }

    /**
     * Names a file of a chunk that holds several, for those alone who know the secret.
     *
     * @param id of the chunk
     * @param offset where the file begins in its plaintext, in bytes
     * @return {@value ChunkRead.Changed#MARK_BYTES} bytes
     */
    public byte[] mark(ChunkId id, int offset) {
        byte[] key = Hkdf.derive(secret.bytes(), "changed", KEY_BYTES);
        byte[] place = ByteBuffer.allocate(Integer.BYTES).putInt(offset).array();
        return Arrays.copyOf(Hmac.of(key, id.bytes(), place), ChunkRead.Changed.MARK_BYTES);
    }

    byte[] tagKey() {
        return tagKey.clone();
    }
}
