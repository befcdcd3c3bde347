// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;

/** Durations as nanoseconds, within what deadlines can hold. */
final class Nanos {

    /** About 146 years: added to any time since the origin it does not overflow. */
    private static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** Nanoseconds of {@code delay}, at least 0. */
    static long of(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return delay.compareTo(MAX) > 0 ? MAX.toNanos() : delay.toNanos();
    }
}
