// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

/**
 * What all peers together may be allowed to send before it is taken in. An eighth of the heap for what is on its way, and as
 * much for what has come and waits for the disk, so that both stay below a quarter.
 */
public final class CreditBudget {

    private final long windows;
    private final long waiting;
    private long taken;
    private long unaccepted;

    /**
     * Divides a heap.
     *
     * @param heapBytes its greatest size
     */
    public CreditBudget(long heapBytes) {
        this.windows = heapBytes / 8;
        this.waiting = heapBytes / 8;
    }

    /**
     * Takes a part for a window.
     *
     * @param bytes how much
     * @return false if there is not so much left
     */
    boolean grow(long bytes) {
        if (taken + bytes > windows) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Takes the least part, which is not refused: the number of sessions is limited elsewhere. */
    void open(long bytes) {
        taken += bytes;
    }

    void release(long bytes) {
        taken -= bytes;
    }

    /**
     * Counts a chunk that has come and waits to be verified and taken in.
     *
     * @param bytes its length, negative when it is done with
     */
    public void waiting(long bytes) {
        unaccepted += bytes;
    }

    /** {@return the sum of all windows, in bytes} */
    public long windows() {
        return taken;
    }

    /** {@return bytes of chunks that have come and wait to be verified and taken in} */
    public long waiting() {
        return unaccepted;
    }

    /** {@return so many bytes of them may wait before nothing more is granted} */
    public long mostWaiting() {
        return waiting;
    }

    /** {@return whether so much waits to be taken in that nothing more may be granted} */
    public boolean full() {
        return unaccepted > waiting;
    }
}
