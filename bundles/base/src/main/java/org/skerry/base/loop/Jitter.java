// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads periodic work, so that nodes that started together do not stay in step. */
public final class Jitter {

    private Jitter() {}

    /**
     * A duration uniform within {@code period × (1 ± spread)}.
     *
     * @param spread from 0 to 1
     * @throws IllegalArgumentException if {@code spread} is outside that, or {@code period} is negative
     */
    public static Duration around(Duration period, double spread, RandomGenerator random) {
        if (period.isNegative() || !(spread >= 0 && spread <= 1)) {
            throw new IllegalArgumentException("jitter of " + spread + " around " + period);
        }
        double factor = 1 + spread * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (Nanos.of(period) * factor));
    }
}
