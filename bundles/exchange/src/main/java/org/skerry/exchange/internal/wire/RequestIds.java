// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/**
 * Request ids of one side in one epoch: the low 10 bits of the epoch, then a counter of 22 bits from 1. So fragments that
 * answer a want of an earlier epoch are told from those that answer nothing, without remembering it. When the counter is
 * used up a new epoch has to begin.
 */
public final class RequestIds {

    private static final int COUNTER_BITS = 22;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long EPOCH_MASK = (1L << 10) - 1;

    private final long prefix;
    private long next = 1;

    /**
     * The ids of an epoch.
     *
     * @param epoch its number
     */
    public RequestIds(long epoch) {
        this.prefix = (epoch & EPOCH_MASK) << COUNTER_BITS;
    }

    /** {@return whether so many more can be given} */
    public boolean has(int count) {
        return next + count - 1 <= COUNTER_MASK;
    }

    /** {@return the first of {@code count} ids in a row} */
    public long take(int count) {
        if (!has(count)) {
            throw new IllegalStateException("the request ids of this epoch are used up");
        }
        long first = prefix | next;
        next += count;
        return first;
    }

    /** {@return whether an id is of this epoch} */
    public boolean ofThisEpoch(long id) {
        return (id & ~COUNTER_MASK) == prefix;
    }
}
