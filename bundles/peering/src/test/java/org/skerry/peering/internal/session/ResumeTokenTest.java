// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which tokens name a session. */
class ResumeTokenTest {

    private static final Optional<byte[]> NOTHING = Optional.empty();

    private final ResumeToken token = new ResumeToken();

    private static byte[] token(int number) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) number;
        return bytes;
    }

    @Test
    void theOneBeforeIsGoodUntilTheOtherSideIsHeard() {
        token.next(token(1), NOTHING);
        token.confirmed();
        token.next(token(2), NOTHING);
        assertThat(token.isNamedBy(token(1))).isTrue();
        assertThat(token.isNamedBy(token(2))).isTrue();
        token.confirmed();
        assertThat(token.isNamedBy(token(1))).isFalse();
        assertThat(token.isNamedBy(token(2))).isTrue();
    }

    @Test
    void theLastOneThatTheOtherSideHoldsIsGoodHoweverManyFollowUnheard() {
        token.next(token(1), NOTHING);
        token.confirmed();
        for (int i = 2; i < 6; i++) {
            token.next(token(i), NOTHING);
        }
        assertThat(token.isNamedBy(token(1))).isTrue();
        assertThat(token.isNamedBy(token(5))).isTrue();
        assertThat(token.isNamedBy(token(3))).isFalse();
    }

    @Test
    void theOneThatWasNamedLastIsGoodThoughItsLinkWasNeverHeard() {
        token.next(token(1), NOTHING);
        token.confirmed();
        token.next(token(2), Optional.of(token(1)));
        token.next(token(3), Optional.of(token(2)));
        assertThat(token.isNamedBy(token(2))).isTrue();
        assertThat(token.isNamedBy(token(1))).isFalse();
        token.next(token(4), Optional.of(token(9)));
        assertThat(token.isNamedBy(token(9))).isFalse();
    }

    @Test
    void nothingNamesASessionThatHasNone() {
        assertThat(token.isNamedBy(new byte[0])).isFalse();
        assertThat(token.isNamedBy(token(0))).isFalse();
    }
}
