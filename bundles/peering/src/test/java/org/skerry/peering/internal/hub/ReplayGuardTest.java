// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.peering.internal.hub.ReplayGuard.Verdict;
import org.skerry.peering.internal.node.HubLimits;
import org.skerry.spi.identity.Signal;

class ReplayGuardTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final HubLimits SMALL = new HubLimits(
            Duration.ofSeconds(60), Duration.ofSeconds(120), 10, 4, 1 << 20, Duration.ofSeconds(10), 1 << 16, 10, 10);

    private final ReplayGuard guard = new ReplayGuard();

    private static Signal signal(int sender, long sequence, Instant time) {
        byte[] id = new byte[32];
        id[0] = (byte) sender;
        return new Signal(
                PeerId.of(id),
                Optional.empty(),
                Signal.Kind.ANNOUNCE,
                new byte[0],
                sequence,
                time,
                time.plusSeconds(120),
                new byte[0]);
    }

    private Verdict check(Signal signal, long seconds) {
        return guard.check(
                signal,
                SMALL,
                NOW.plusSeconds(seconds),
                Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void theSameSignalIsTakenOnce() {
        assertThat(check(signal(1, 0, NOW), 0)).isEqualTo(Verdict.FRESH);
        assertThat(check(signal(1, 0, NOW), 119)).isEqualTo(Verdict.REPLAYED);
        assertThat(check(signal(1, 1, NOW), 119)).isEqualTo(Verdict.FRESH);
        assertThat(check(signal(2, 0, NOW), 119)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void aSignalFromTheFutureIsRememberedUntilItIsTooOld() {
        Signal early = signal(1, 0, NOW.plusSeconds(120));
        assertThat(check(early, 0)).isEqualTo(Verdict.FRESH);
        for (int seconds = 1; seconds <= 240; seconds++) {
            assertThat(check(early, seconds)).isEqualTo(Verdict.REPLAYED);
        }
        assertThat(check(early, 241)).isEqualTo(Verdict.STALE);
    }

    @Test
    void theWindowIsTwoMinutesEitherWay() {
        assertThat(check(signal(1, 0, NOW), 121)).isEqualTo(Verdict.STALE);
        assertThat(check(signal(1, 0, NOW.plusSeconds(121)), 0)).isEqualTo(Verdict.STALE);
    }

    @Test
    void whenFullItRefusesAndForgetsNothing() {
        for (int i = 0; i < 10; i++) {
            assertThat(check(signal(i, 0, NOW), 0)).isEqualTo(Verdict.FRESH);
        }
        assertThat(check(signal(11, 0, NOW), 0)).isEqualTo(Verdict.FULL);
        for (int i = 0; i < 10; i++) {
            assertThat(check(signal(i, 0, NOW), 100)).isEqualTo(Verdict.REPLAYED);
        }
        assertThat(check(signal(11, 0, NOW.plusSeconds(241)), 241)).isEqualTo(Verdict.FRESH);
        assertThat(guard.size()).isEqualTo(1);
    }

    @Test
    void oneSenderCannotFillItAlone() {
        for (int i = 0; i < 4; i++) {
            assertThat(check(signal(1, i, NOW), 0)).isEqualTo(Verdict.FRESH);
        }
        assertThat(check(signal(1, 4, NOW), 0)).isEqualTo(Verdict.FULL);
        assertThat(check(signal(2, 0, NOW), 0)).isEqualTo(Verdict.FRESH);
    }
}
