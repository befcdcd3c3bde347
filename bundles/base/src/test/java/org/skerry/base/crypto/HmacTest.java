// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;

class HmacTest {

    /** RFC 4231, test case 2. */
    private static final String JEFE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void matchesRfc4231() {
        byte[] key = Bytes.utf8("Jefe");
        assertThat(Hex.encode(Hmac.of(key, Bytes.utf8("what do ya want for nothing?"))))
                .isEqualTo(JEFE);
        assertThat(Hex.encode(Hmac.of(key, Bytes.utf8("what do ya want "), Bytes.utf8("for nothing?"))))
                .isEqualTo(JEFE);
    }

    @Test
    void aKeyStartsAnewWithEachMessage() {
        HmacKey key = new HmacKey(Bytes.utf8("Jefe"));
        for (int i = 0; i < 3; i++) {
            assertThat(Hex.encode(key.of(Bytes.utf8("what do ya want for nothing?"))))
                    .isEqualTo(JEFE);
        }
    }

    @Test
    void sha256MatchesFips180() {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Hex.encode(Sha256.of(Bytes.utf8("abc")))).isEqualTo(abc);
        assertThat(Hex.encode(Sha256.of(Bytes.utf8("a"), Bytes.utf8("bc")))).isEqualTo(abc);
        ByteBuffer part = ByteBuffer.wrap(Bytes.utf8("xabcx")).position(1).limit(4);
        assertThat(Hex.encode(Sha256.of(part))).isEqualTo(abc);
        assertThat(part.remaining()).isEqualTo(3);
        assertThat(Hex.encode(Sha256.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void comparesWholeArrays() {
        assertThat(ConstantTime.equal(new byte[] {1, 2}, new byte[] {1, 2})).isTrue();
        assertThat(ConstantTime.equal(new byte[] {1, 2}, new byte[] {1, 3})).isFalse();
        assertThat(ConstantTime.equal(new byte[] {1, 2}, new byte[] {1})).isFalse();
    }
}
