// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class X25519KeysTest {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    @Test
    void knowsEachPointOfSmallOrderHoweverItIsWritten() {
        int found = 0;
        // Below 2^255 a coordinate can be written twice only if it is less than 19.
        for (int low = 0; low < 39; low++) {
            found += agrees(littleEndian(BigInteger.valueOf(low)));
            found += agrees(littleEndian(P.add(BigInteger.valueOf(low - 20))));
        }
        BigInteger order8 =
                new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504");
        BigInteger other =
                new BigInteger("39382357235489614581723060781553021112529911719440698176882885853963445705823");
        found += agrees(littleEndian(order8));
        found += agrees(littleEndian(other));

        assertThat(found).isEqualTo(7);
    }

    @Test
    void takesOthersForSound() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 50; i++) {
            assertThat(agrees(X25519Keys.publicOf(X25519Keys.randomPrivate(random))))
                    .isZero();
        }
    }

    /** Whether it is of small order, which is what an agreement says too; the highest bit does not matter. */
    private static int agrees(byte[] key) {
        boolean small = X25519Keys.agree(new byte[32], key).isEmpty();
        assertThat(X25519Keys.isSmallOrder(key)).isEqualTo(small);
        key[31] |= (byte) 0x80;
        assertThat(X25519Keys.isSmallOrder(key)).isEqualTo(small);
        return small ? 1 : 0;
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] key = new byte[32];
        BigInteger left = number;
        for (int i = 0; i < key.length; i++) {
            key[i] = left.byteValue();
            left = left.shiftRight(8);
        }
        return key;
    }
}
