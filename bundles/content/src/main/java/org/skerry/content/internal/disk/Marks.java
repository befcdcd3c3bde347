// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.util.concurrent.atomic.AtomicLongArray;

/** A fixed number of marks, one bit each. Thread-safe. */
public final class Marks {

    private final AtomicLongArray words;

    /**
     * None is set.
     *
     * @param size how many
     */
    public Marks(long size) {
        words = new AtomicLongArray(Math.toIntExact((size >>> 6) + 1));
    }

    /**
     * Sets a mark.
     *
     * @param index which
     * @return whether it was not set before
     */
    public boolean set(long index) {
        int word = (int) (index >>> 6);
        long bit = 1L << index;
        return (words.getAndUpdate(word, old -> old | bit) & bit) == 0;
    }

    /**
     * Takes a mark away.
     *
     * @param index which
     */
    public void clear(long index) {
        long bit = 1L << index;
        words.getAndUpdate((int) (index >>> 6), old -> old & ~bit);
    }

    /**
     * Looks.
     *
     * @param index which
     * @return whether it is set
     */
    public boolean get(long index) {
        return (words.get((int) (index >>> 6)) & 1L << index) != 0;
    }
}
