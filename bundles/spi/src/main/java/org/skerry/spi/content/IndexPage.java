// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.util.List;
import org.skerry.api.ChunkId;

/**
 * A page of the clear index, or the root, which counts as the page above the top of the index.
 *
 * @param id its hash
 * @param level 0 if its entries are chunks of content or of the catalog, more if they are index pages
 * @param entries what it lists, in content order; at most 4096
 */
public record IndexPage(ChunkId id, int level, List<Entry> entries) {

    /**
     * One entry.
     *
     * @param id a chunk, or a page below
     * @param length its length in bytes
     */
    public record Entry(ChunkId id, int length) {}
}
