// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skerry.api.PeerId;
import org.skerry.peering.internal.node.GuardLimits;
import org.skerry.spi.session.Conduct;

class ReputationTest {

    private static final GuardLimits LIMITS = GuardLimits.DEFAULT;

    private final Reputation reputation = new Reputation();

    private static PeerId peer(int number) {
        byte[] id = new byte[32];
        id[0] = (byte) number;
        id[1] = (byte) (number >> 8);
        return PeerId.of(id);
    }

    private static long minutes(long minutes) {
        return Duration.ofMinutes(minutes).toMillis();
    }

    @ParameterizedTest
    @EnumSource(Conduct.class)
    void nothingDoneOnceBans(Conduct conduct) {
        assertThat(reputation.report(peer(1), conduct, LIMITS, 0)).isFalse();
        assertThat(reputation.banned(peer(1), LIMITS, 0)).isFalse();
    }

    @Test
    void fourWrongChunksBanUntilTheScoreHasHalved() {
        for (int i = 0; i < 3; i++) {
            assertThat(reputation.report(peer(1), Conduct.WRONG_CHUNK, LIMITS, 0))
                    .isFalse();
        }
        assertThat(reputation.report(peer(1), Conduct.WRONG_CHUNK, LIMITS, 0)).isTrue();
        assertThat(reputation.banned(peer(1), LIMITS, minutes(14))).isTrue();
        assertThat(reputation.banned(peer(1), LIMITS, minutes(16))).isFalse();
    }

    @Test
    void noBanLastsLongerThanFortyFiveMinutesAfterTheLastReport() {
        for (int i = 0; i < 1000; i++) {
            reputation.report(peer(1), Conduct.WRONG_CHUNK, LIMITS, 0);
        }
        assertThat(reputation.banned(peer(1), LIMITS, minutes(44))).isTrue();
        assertThat(reputation.banned(peer(1), LIMITS, minutes(46))).isFalse();
    }

    @Test
    void goodChunksMakeUpForLittleAndNeverForTheFuture() {
        for (int i = 0; i < 100_000; i++) {
            reputation.report(peer(1), Conduct.GOOD_CHUNK, LIMITS, 0);
        }
        for (int i = 0; i < 4; i++) {
            reputation.report(peer(1), Conduct.WRONG_CHUNK, LIMITS, 0);
        }
        assertThat(reputation.banned(peer(1), LIMITS, 0)).isTrue();
    }

    @Test
    void theMapIsBoundedAndForgetsTheOldestFirst() {
        GuardLimits three = new GuardLimits(100, Duration.ofMinutes(15), Duration.ofHours(1), 3);
        for (int i = 0; i < 10; i++) {
            reputation.report(peer(i), Conduct.WRONG_CHUNK, three, 0);
        }
        assertThat(reputation.scores()).extracting(Reputation.Score::peer).containsExactly(peer(7), peer(8), peer(9));
    }

    @Test
    void scoresComeBackFromTheJournal() {
        for (int i = 0; i < 4; i++) {
            reputation.report(peer(1), Conduct.WRONG_CHUNK, LIMITS, 0);
        }
        Reputation next = new Reputation();
        next.restore(reputation.scores(), LIMITS, minutes(5));
        assertThat(next.banned(peer(1), LIMITS, minutes(5))).isTrue();
        assertThat(next.banned(peer(1), LIMITS, minutes(16))).isFalse();
    }
}
