// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

/**
 * What is being read for a peer now. Neither a want that is taken back nor a new epoch ends a read that has begun, so this
 * outlives both, and is lowered by the end of the read alone.
 */
public final class Reading {

    private int chunks;
    private int pages;

    /** {@return chunks that are being read} */
    public int chunks() {
        return chunks;
    }

    /** Counts chunks that are being read. */
    public void chunks(int delta) {
        chunks += delta;
    }

    /** {@return pages of which it is being found out what is here} */
    public int pages() {
        return pages;
    }

    /** Counts pages of which it is being found out what is here. */
    public void pages(int delta) {
        pages += delta;
    }
}
