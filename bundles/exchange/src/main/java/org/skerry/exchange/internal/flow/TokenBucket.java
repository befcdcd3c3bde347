// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.time.Duration;

/**
 * A token bucket that may go into debt: what has come or gone is booked, and nothing more goes until the debt is paid. Holds
 * at most a quarter of a second's worth.
 */
public final class TokenBucket {

    private static final double NANOS = 1e9;
    private static final double LEAST_BURST = 64 << 10;

    private double rate;
    private double tokens;
    private long last;

    /**
     * Sets the rate.
     *
     * @param bytesPerSecond 0 for no limit
     * @param now monotonic nanoseconds
     */
    public void rate(long bytesPerSecond, long now) {
        refill(now);
        boolean first = rate == 0;
        rate = bytesPerSecond;
        tokens = first ? burst() : Math.min(tokens, burst());
    }

    /**
     * Books bytes.
     *
     * @param bytes how many
     * @param now monotonic nanoseconds
     */
    public void take(long bytes, long now) {
        if (rate > 0) {
            refill(now);
            tokens -= bytes;
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
        return tokens > 0 ? Duration.ZERO : Duration.ofNanos(1 + (long) ((1 - tokens) / rate * NANOS));
    }

    private void refill(long now) {
        if (rate > 0) {
            tokens = Math.min(burst(), tokens + (now - last) / NANOS * rate);
        }
        last = now;
    }

    private double burst() {
        return Math.max(LEAST_BURST, rate / 4);
    }
}
