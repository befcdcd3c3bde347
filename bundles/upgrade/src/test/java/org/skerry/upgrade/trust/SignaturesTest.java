// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignaturesTest {

    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);
    private static final String LINE = ONE + " " + "A".repeat(86) + "==\n";
    private static final String FIRST = "skerry signatures 1\n";

    @Test
    void readsWhatItWrites() throws Exception {
        byte[] signature = new byte[64];
        signature[0] = 7;
        Signatures two = Signatures.none().with(ONE, new byte[64]).with(TWO, signature);
        Signatures read = Signatures.parse("x", two.text());
        assertThat(read.fingerprints()).containsExactly(ONE, TWO);
        assertThat(read.of(TWO)).hasValueSatisfying(it -> assertThat(it).isEqualTo(signature));
        assertThat(read.text()).isEqualTo(two.text()).startsWith(FIRST + LINE);
    }

    @Test
    void hasOneSignatureOfEachKey() {
        byte[] next = new byte[64];
        next[63] = 1;
        Signatures all = Signatures.none()
                .with(ONE, new byte[64])
                .with(TWO, new byte[64])
                .with(ONE, next);
        assertThat(all.fingerprints()).containsExactly(ONE, TWO);
        assertThat(all.of(ONE)).hasValueSatisfying(it -> assertThat(it).isEqualTo(next));
    }

    @Test
    void takesLineEndsOfOtherSystems() throws Exception {
        assertThat(Signatures.parse("x", (FIRST + LINE).replace("\n", "\r\n")).fingerprints())
                .containsExactly(ONE);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "does not begin with 'skerry signatures 1'"),
                Arguments.of(LINE, "does not begin with"),
                Arguments.of("\n" + FIRST + LINE, "does not begin with"),
                Arguments.of("skerry signatures 2\n" + LINE, "is of another version of Skerry"),
                Arguments.of(FIRST, "holds no signature"),
                Arguments.of(FIRST + LINE + LINE, "has two signatures of one key"),
                Arguments.of(FIRST + LINE + "\n", "has no signature in line 3"),
                Arguments.of(FIRST + LINE.replace('1', 'G'), "has no signature in line 2"),
                Arguments.of(FIRST + LINE.replace("sha256", "sha512"), "has no signature in line 2"),
                Arguments.of(FIRST + LINE.replace(" ", "  "), "has no signature in line 2"),
                Arguments.of(FIRST + LINE.replace("AA==", "=="), "has no signature in line 2"),
                Arguments.of(FIRST + LINE.replace("A==", "-=="), "has no signature in line 2"),
                Arguments.of(FIRST + LINE + "#".repeat(Signatures.MAX_CHARS), "is longer than 16384 bytes"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesAnythingElse(String text, String why) {
        assertThatThrownBy(() -> Signatures.parse("app.jar", text))
                .isInstanceOfSatisfying(
                        UntrustedException.class,
                        it -> assertThat(it.reason()).isEqualTo(UntrustedException.Reason.MALFORMED))
                .hasMessageStartingWith("app.jar.sig " + why)
                .hasMessageEndingWith("; get it anew, or sign app.jar again with 'skerry sign --replace'");
    }
}
