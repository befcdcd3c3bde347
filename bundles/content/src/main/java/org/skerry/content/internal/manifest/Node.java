// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;

/**
 * An entry of a tree page: a chunk, or a page below.
 *
 * @param id of the chunk or page
 * @param tag opens it; null where it is clear, or where the index lists it
 * @param length as stored, in bytes
 * @param count what lies below: chunks, or entries of the catalog
 * @param bytes the lengths of what lies below; of plaintext in a chunk list, as stored elsewhere
 */
public record Node(ChunkId id, @Nullable Tag tag, int length, long count, long bytes) {

    /**
     * A chunk in a chunk list.
     *
     * @param chunk which
     * @return its entry
     */
    public static Node listed(StoredChunk chunk) {
        return new Node(chunk.id(), chunk.tag(), chunk.length(), 1, chunk.plainLength());
    }

    /**
     * A chunk in the index.
     *
     * @param id which
     * @param length as stored, in bytes
     * @return its entry
     */
    public static Node indexed(ChunkId id, int length) {
        return new Node(id, null, length, 1, length);
    }

    /**
     * The same as a chunk.
     *
     * @return the chunk
     * @throws BadManifestException if it has no tag
     */
    public StoredChunk chunk() throws BadManifestException {
        if (tag == null) {
            throw new BadManifestException("a sealed page is named without its tag");
        }
        return new StoredChunk(id, tag, length);
    }
}
