// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which tokens name a session. */
class ResumeTokenTest {

    private final ResumeToken token = new ResumeToken();

    private static byte[] token(int number) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) number;
        return bytes;
    }

    @Test
    void theOneBeforeIsGoodUntilTheOtherSideIsHeard() {
        token.next(token(1));
        token.confirmed();
        token.next(token(2));
        assertThat(token.isNamedBy(token(1))).isTrue();
        assertThat(token.isNamedBy(token(2))).isTrue();
        token.confirmed();
        assertThat(token.isNamedBy(token(1))).isFalse();
        assertThat(token.isNamedBy(token(2))).isTrue();
    }

    @Test
    void theLastOneThatTheOtherSideHoldsIsGoodHoweverManyFollowUnheard() {
        token.next(token(1));
        token.confirmed();
        for (int i = 2; i < 6; i++) {
            token.next(token(i));
        }
        assertThat(token.isNamedBy(token(1))).isTrue();
        assertThat(token.isNamedBy(token(5))).isTrue();
        assertThat(token.isNamedBy(token(3))).isFalse();
    }

    @Test
    void nothingNamesASessionThatHasNone() {
        assertThat(token.isNamedBy(new byte[0])).isFalse();
        assertThat(token.isNamedBy(token(0))).isFalse();
    }
}
