// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.util.OptionalLong;
import org.skerry.exchange.internal.wire.Limits;

/**
 * The credit that one peer has to send DATA here. Begins at 256 KiB, is granted anew when half of it is used up, and doubles
 * each time that comes soon, until a window holds what the peer sends in some round trips.
 */
public final class CreditWindow {

    private static final long SOON_NANOS = 500_000_000L;

    private final CreditBudget budget;
    private final long max;
    private long window = Limits.FIRST_CREDIT;
    private long granted = Limits.FIRST_CREDIT;
    private long received;
    private long unasked;
    private long lastGrant;
    private boolean open = true;

    /**
     * A window at the beginning of an epoch.
     *
     * @param budget what all windows share
     * @param max greatest size in bytes
     * @param now monotonic nanoseconds
     */
    public CreditWindow(CreditBudget budget, long max, long now) {
        this.budget = budget;
        this.max = Math.max(max, Limits.FIRST_CREDIT);
        this.lastGrant = now;
        budget.open(window);
    }

    /**
     * Counts DATA that came.
     *
     * @param bytes payload
     * @return false if it is more than was granted
     */
    public boolean received(long bytes) {
        received += bytes;
        return received <= granted;
    }

    /** What came was not asked for: it is not granted again, so a peer that goes on with it runs out of credit. */
    public void unasked(long bytes) {
        unasked += bytes;
    }

    /** {@return its size in bytes} */
    public long size() {
        return window;
    }

    /** {@return what the peer may still send} */
    public long left() {
        return granted - received;
    }

    /**
     * Grants more, if half of the window is used up.
     *
     * @param now monotonic nanoseconds
     * @param ceiling the window is not to be greater than this now
     * @return the new limit to tell the peer, if it has changed
     */
    public OptionalLong grant(long now, long ceiling) {
        long useful = Math.max(ceiling, Limits.FIRST_CREDIT / 4);
        if (!open || left() > Math.min(window, useful) / 2) {
            return OptionalLong.empty();
        }
        long next = Math.min(2 * window, max);
        if (now - lastGrant < SOON_NANOS && next > window && budget.grow(next - window)) {
            window = next;
        }
        long limit = received - unasked + Math.min(window, useful);
        if (limit <= granted) {
            return OptionalLong.empty();
        }
        lastGrant = now;
        granted = limit;
        return OptionalLong.of(limit);
    }

    /** Gives its part of the budget back. Idempotent. */
    public void close() {
        if (open) {
            open = false;
            budget.release(window);
        }
    }
}
