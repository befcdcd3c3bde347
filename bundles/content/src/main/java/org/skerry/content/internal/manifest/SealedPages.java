// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;

/** Seals and opens pages of the catalog: chunks with padding inside. */
public final class SealedPages {

    private SealedPages() {}

    /**
     * A page, sealed.
     *
     * @param chunk its name
     * @param stored its bytes
     */
    public record Sealed(StoredChunk chunk, byte[] stored) {}

    /**
     * Seals.
     *
     * @param ciphers of the share
     * @param page encoded
     * @return the page as a chunk
     */
    public static Sealed seal(CipherPool ciphers, byte[] page) {
        byte[] padded = Padding.pad(page);
        byte[] stored = new byte[padded.length + ChunkCipher.OVERHEAD];
        return ciphers.use(cipher -> {
            var tag = cipher.tag(padded, 0, padded.length);
            cipher.seal(tag, padded, 0, padded.length, stored);
            return new Sealed(new StoredChunk(cipher.id(stored, stored.length), tag, stored.length), stored);
        });
    }

    /**
     * Opens.
     *
     * @param ciphers of the share
     * @param chunk its name
     * @param stored its bytes
     * @return the encoded page; empty if the secret or the tag does not open it
     * @throws BadManifestException if it opens but is not padded as it should be
     */
    public static Optional<ByteBuffer> open(CipherPool ciphers, StoredChunk chunk, ByteBuffer stored)
            throws BadManifestException {
        if (stored.remaining() != chunk.length()) {
            throw new BadManifestException("a page of the manifest has another length than the page above says");
        }
        byte[] plain = new byte[chunk.plainLength()];
        boolean opened = ciphers.<Boolean, RuntimeException>use(cipher -> cipher.open(chunk.tag(), stored, plain));
        return opened ? Optional.of(Padding.unpad(plain, plain.length)) : Optional.empty();
    }
}
