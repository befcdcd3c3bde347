// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: each pause is uniform between zero and a bound that grows by a factor up to a
 * cap, so that peers that lost the same thing do not come back together.
 *
 * @param first bound of the first pause
 * @param cap largest bound, at most {@link #LONGEST}
 * @param factor growth from one attempt to the next, at least 1
 */
public record Backoff(Duration first, Duration cap, double factor) {

    /** No retry waits for longer than this. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /** @throws IllegalArgumentException unless 0 &lt; first ≤ cap ≤ 60 s and factor ≥ 1 */
    public Backoff {
        if (first.isNegative() || first.isZero() || first.compareTo(cap) > 0 || cap.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("backoff from " + first + " to " + cap);
        }
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("backoff by a factor of " + factor);
        }
    }

    /** Doubling from {@code first} up to {@link #LONGEST}. */
    public static Backoff doublingFrom(Duration first) {
        return new Backoff(first, LONGEST, 2);
    }

    /** The bound of the pause before retry {@code attempt}, counted from 0. */
    public Duration bound(int attempt) {
        double nanos = first.toNanos() * Math.pow(factor, Math.max(0, attempt));
        return nanos < cap.toNanos() ? Duration.ofNanos((long) nanos) : cap;
    }

    /** The pause before retry {@code attempt}, counted from 0: longer than zero, at most its bound. */
    public Duration next(int attempt, RandomGenerator random) {
        return Duration.ofNanos(1 + random.nextLong(bound(attempt).toNanos()));
    }
}
