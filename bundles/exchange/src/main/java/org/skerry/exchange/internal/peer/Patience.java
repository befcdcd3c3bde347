// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

/** When a peer may be asked again, after it was busy or did not answer. Outlives epochs. */
public final class Patience {

    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long MOST_NANOS = 60_000_000_000L;
    private static final long FORGIVING_NANOS = 10_000_000_000L;

    private long until;
    private boolean waiting;
    private long next = FIRST_NANOS;
    private long forgiven;
    private boolean blamed;

    /** {@return whether it is not to be asked now} */
    public boolean waits(long now) {
        waiting = waiting && until - now > 0;
        return waiting;
    }

    /** Not to be asked before {@code nanos} have passed. */
    public void pause(long nanos, long now) {
        if (!waits(now) || now + nanos - until > 0) {
            until = now + nanos;
        }
        waiting = true;
    }

    /**
     * It does not have what it said it had, or is late. That befalls all that it was asked for together, when a store of it
     * fails or it has too much to do, so it counts once.
     *
     * @return whether it is the first time for a while
     */
    public boolean blamed(long now) {
        if (blamed && now - forgiven < 0) {
            return false;
        }
        blamed = true;
        forgiven = now + FORGIVING_NANOS;
        return true;
    }

    /** It did not answer: not to be asked for a while, twice as long each time. */
    public void stalled(long now) {
        pause(next, now);
        next = Math.min(MOST_NANOS, 2 * next);
    }

    /** It has answered. */
    public void answered() {
        next = FIRST_NANOS;
    }
}
