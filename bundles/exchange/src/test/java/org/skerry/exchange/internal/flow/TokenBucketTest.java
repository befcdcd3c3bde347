// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final int RATE = 10_000_000;

    private final TokenBucket bucket = new TokenBucket(65_536);
    private long now = 17;

    @Test
    void letsEverythingGoWithoutARate() {
        bucket.take(Long.MAX_VALUE / 4, now);
        assertThat(bucket.pause(now)).isZero();
    }

    @Test
    void waitsUntilTheDebtIsPaidAndTwentyMillisecondsWorthIsThere() {
        bucket.rate(RATE, now);
        bucket.take(RATE / 4 + RATE / 10, now);
        Duration pause = bucket.pause(now);
        assertThat(pause).isBetween(Duration.ofMillis(120), Duration.ofMillis(121));
        now += pause.toNanos();
        assertThat(bucket.pause(now)).isZero();
        bucket.take(RATE / 50, now);
        assertThat(bucket.pause(now)).isZero();
        bucket.take(10, now);
        assertThat(bucket.pause(now)).isPositive();
    }

    @Test
    void keepsToTheRateHoweverItIsUsed() {
        bucket.rate(RATE, now);
        bucket.take(RATE / 4, now);
        long end = now + Duration.ofSeconds(2).toNanos();
        long gone = 0;
        while (now < end) {
            Duration pause = bucket.pause(now);
            if (pause.isZero()) {
                bucket.take(60_000, now);
                gone += 60_000;
            } else {
                now += pause.toNanos();
            }
        }
        assertThat(gone).isBetween(2L * RATE - RATE / 50 - 60_000, 2L * RATE + 60_000);
    }

    @Test
    void holdsNoMoreThanAQuarterOfASecondsWorth() {
        bucket.rate(RATE, now);
        now += Duration.ofHours(9).toNanos();
        bucket.take(RATE / 4, now);
        assertThat(bucket.pause(now)).isPositive();
    }
}
