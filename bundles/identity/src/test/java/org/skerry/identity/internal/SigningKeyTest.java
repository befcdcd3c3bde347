// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;

class SigningKeyTest {

    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final byte[] MESSAGE = {1, 2, 3};

    /** Test 3 of RFC 8032 section 7.1. */
    @Test
    void signsAsPublished() {
        byte[] seed = Hex.decode("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        byte[] publicKey = Hex.decode("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        byte[] signature = Hex.decode("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        byte[] message = Hex.decode("af82");

        assertThat(SigningKey.of(seed).publicKey()).isEqualTo(publicKey);
        assertThat(SigningKey.verify(publicKey, message, signature)).isTrue();
        byte[] ours = new byte[64];
        Ed25519.sign(seed, 0, message, 0, message.length, ours, 0);
        assertThat(ours).isEqualTo(signature);
    }

    /** Under A = the neutral point, R = [s]B and S = s satisfy the equation for every message. */
    @Test
    void refusesPublicKeysOfSmallOrder() throws GeneralSecurityException {
        byte[] seed = Arrays.copyOf(MESSAGE, 32);
        byte[] scalar = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
        scalar[0] &= (byte) 248;
        scalar[31] = (byte) (scalar[31] & 127 | 64);
        byte[] signature = Bytes.concat(
                SigningKey.of(seed).publicKey(), littleEndian(new BigInteger(1, reversed(scalar)).mod(ORDER)));
        byte[] neutral = new byte[32];
        neutral[0] = 1;

        assertThat(SigningKey.verify(neutral, MESSAGE, signature)).isFalse();
    }

    private static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[32];
        byte[] big = value.toByteArray();
        for (int i = 0; i < big.length && i < 32; i++) {
            bytes[i] = big[big.length - 1 - i];
        }
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }

    @Test
    void refusesOtherLengths() {
        SigningKey key = SigningKey.of(new byte[32]);
        byte[] signature = new byte[64];
        Ed25519.sign(key.seed(), 0, MESSAGE, 0, MESSAGE.length, signature, 0);
        assertThat(SigningKey.verify(key.publicKey(), MESSAGE, signature)).isTrue();
        for (int length : new int[] {0, 31, 33}) {
            assertThat(SigningKey.verify(Arrays.copyOf(key.publicKey(), length), MESSAGE, signature))
                    .isFalse();
        }
        for (int length : new int[] {0, 63, 65}) {
            assertThat(SigningKey.verify(key.publicKey(), MESSAGE, Arrays.copyOf(signature, length)))
                    .isFalse();
        }
    }
}
