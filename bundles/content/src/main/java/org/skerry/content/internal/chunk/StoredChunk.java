// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import org.skerry.api.ChunkId;

/**
 * A chunk as the catalog names it.
 *
 * @param id its hash as stored
 * @param tag opens it
 * @param length as stored, in bytes: 48 more than the plaintext
 */
public record StoredChunk(ChunkId id, Tag tag, int length) {

    /** {@return length of the plaintext in bytes} */
    public int plainLength() {
        return length - ChunkCipher.OVERHEAD;
    }
}
