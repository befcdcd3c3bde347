// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.store;

import java.util.List;
import java.util.Optional;
import org.skerry.api.ChunkId;

/** A part of a scan. */
public final class Page {

    private final List<ChunkId> ids;
    private final Optional<Cursor> next;

    private Page(List<ChunkId> ids, Optional<Cursor> next) {
        this.ids = List.copyOf(ids);
        this.next = next;
    }

    /**
     * Makes one.
     *
     * @param ids the chunks
     * @param next where to go on; empty at the end
     * @return the page
     */
    public static Page of(List<ChunkId> ids, Optional<Cursor> next) {
        return new Page(ids, next);
    }

    /** {@return the chunks} */
    public List<ChunkId> ids() {
        return ids;
    }

    /** {@return where to go on; empty at the end} */
    public Optional<Cursor> next() {
        return next;
    }
}
