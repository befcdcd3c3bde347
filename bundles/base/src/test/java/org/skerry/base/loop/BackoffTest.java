// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void boundGrowsToTheCap() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 3);
        assertThat(backoff.bound(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.bound(1)).isEqualTo(Duration.ofMillis(300));
        assertThat(backoff.bound(2)).isEqualTo(Duration.ofMillis(900));
        assertThat(backoff.bound(3)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.bound(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.bound(-1)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void pausesFillTheWholeRange() {
        Backoff backoff = Backoff.doublingFrom(Duration.ofMillis(100));
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            long pause = backoff.next(2, random).toNanos();
            least = Math.min(least, pause);
            most = Math.max(most, pause);
        }
        assertThat(least).isBetween(1L, 4_000_000L);
        assertThat(most).isBetween(396_000_000L, 400_000_000L);
    }

    @Test
    void refusesCapsOverAMinuteAndNonsense() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, Duration.ofSeconds(61), 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, Duration.ofMillis(999), 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, second, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, second, 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, second, Double.NaN));
    }

    @Test
    void jitterStaysAroundThePeriod() {
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            Duration period = Jitter.around(Duration.ofSeconds(10), 0.2, random);
            assertThat(period).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
            sum += period.toNanos() / 1e9;
        }
        assertThat(sum / 10_000).isBetween(9.9, 10.1);
        assertThat(Jitter.around(Duration.ofSeconds(10), 0, random)).isEqualTo(Duration.ofSeconds(10));
        assertThatIllegalArgumentException().isThrownBy(() -> Jitter.around(Duration.ZERO, 1.1, random));
        assertThatIllegalArgumentException().isThrownBy(() -> Jitter.around(Duration.ofSeconds(-1), 0.5, random));
    }
}
