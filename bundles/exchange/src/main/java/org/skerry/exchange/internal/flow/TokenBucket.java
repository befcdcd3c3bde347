// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.time.Duration;

/**
 * A token bucket that may go into debt: what has come or gone is booked, and nothing more goes until the debt is paid and 20 ms'
 * worth is there, so that what waits goes in a few bursts rather than one by one. Holds at most a quarter of a second's worth, or
 * the burst that it was made with if that is more.
 */
public final class TokenBucket {

    private static final double NANOS = 1e9;
    private static final double WORTH_WAKING_FOR = 0.02;

    private final long leastBurst;
    private double rate;
    private double tokens;
    private long last;

    /**
     * A bucket without a limit.
     *
     * @param leastBurst what may go at once at least, however low the rate
     */
    public TokenBucket(long leastBurst) {
        this.leastBurst = leastBurst;
    }

    /**
     * Sets the rate.
     *
     * @param perSecond 0 for no limit
     * @param now monotonic nanoseconds
     */
    public void rate(long perSecond, long now) {
        refill(now);
        boolean first = rate == 0;
        rate = perSecond;
        tokens = first ? burst() : Math.min(tokens, burst());
    }

    /**
     * Books what has come or gone.
     *
     * @param amount how much
     * @param now monotonic nanoseconds
     */
    public void take(long amount, long now) {
        if (rate > 0) {
            refill(now);
            tokens -= amount;
        }
    }

    /**
     * How long to wait until something may go.
     *
     * @param now monotonic nanoseconds
     * @return zero if it may go now
     */
    public Duration pause(long now) {
        if (rate == 0) {
            return Duration.ZERO;
        }
        refill(now);
        return tokens > 0
                ? Duration.ZERO
                : Duration.ofNanos(1 + (long) ((1 + rate * WORTH_WAKING_FOR - tokens) / rate * NANOS));
    }

    private void refill(long now) {
        if (rate > 0) {
            tokens = Math.min(burst(), tokens + (now - last) / NANOS * rate);
        }
        last = now;
    }

    private double burst() {
        return Math.max(leastBurst, rate / 4);
    }
}
