// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.chunk.StoredChunk;

/**
 * Checks the chunks of one file while they go by: none longer than its rule allows, none but the last shorter (or a small
 * page could name more chunks than there is memory for), and together as long as the file.
 */
final class ChunkRun {

    private final String path;
    private final long size;
    private final CutRule rule;
    private long offset;
    private boolean ended;

    ChunkRun(String path, long size, int average) {
        this.path = path;
        this.size = size;
        this.rule = CutRule.ofAverage(average);
    }

    /** Takes the next chunk and returns where in the file it begins. */
    long next(StoredChunk chunk) throws BadManifestException {
        int length = chunk.plainLength();
        long at = offset;
        offset += length;
        if (ended || length > rule.max() || offset > size) {
            throw new BadManifestException("a chunk of the file " + CatalogLeaf.quoted(path) + " has a wrong length");
        }
        ended = length < rule.min();
        return at;
    }

    void end() throws BadManifestException {
        if (offset != size) {
            throw new BadManifestException(
                    "the chunks of the file " + CatalogLeaf.quoted(path) + " do not add up to its size");
        }
    }
}
