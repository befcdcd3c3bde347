// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The UTC days whose topics and inboxes are in force: today, and within 10 minutes of midnight its neighbour as well. */
final class Days {

    /** How long before and after midnight both days are in force. */
    static final Duration OVERLAP = Duration.ofMinutes(10);

    private Days() {}

    /** The day of an instant, in days since 1970-01-01. */
    static long of(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay();
    }

    /** Days in force, ascending. */
    static List<Long> inForce(Instant now) {
        long first = of(now.minus(OVERLAP));
        long last = of(now.plus(OVERLAP));
        return first == last ? List.of(first) : List.of(first, last);
    }

    /** Time until the days in force, or today, change. */
    static Duration untilChange(Instant now) {
        Instant midnight = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Instant last = midnight.minus(Duration.ofDays(1)).plus(OVERLAP);
        Instant next = midnight.minus(OVERLAP);
        for (Instant change : List.of(last, next, midnight)) {
            if (change.isAfter(now)) {
                return Duration.between(now, change);
            }
        }
        return OVERLAP;
    }
}
