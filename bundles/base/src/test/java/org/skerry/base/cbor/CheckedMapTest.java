// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.skerry.base.crypto.Sha256;

class CheckedMapTest {

    private static final CborMap MAP = CborMap.builder()
            .put(0, 2)
            .put(1, new byte[] {1, 2, 3})
            .put(7, "films")
            .build();

    private static void check(byte[] encoded) throws MalformedCborException {
        CheckedMap.check(CborCodec.decodeMap(encoded, CborLimits.DEFAULT));
    }

    @Test
    void addsEightBytesOfTheHashOfAllTheRest() throws Exception {
        byte[] encoded = CheckedMap.encode(MAP);
        CborMap decoded = CborCodec.decodeMap(encoded, CborLimits.DEFAULT);
        assertThat(decoded.requiredBytes(CheckedMap.CHECK, 8, 8))
                .isEqualTo(Arrays.copyOf(Sha256.of(CborCodec.encode(MAP)), 8));
        assertThat(decoded.requiredText(7, 10)).isEqualTo("films");
        assertThatCode(() -> CheckedMap.check(decoded)).doesNotThrowAnyException();
    }

    @Test
    void noticesWhicheverBitFlips() {
        byte[] encoded = CheckedMap.encode(MAP);
        for (int bit = 0; bit < encoded.length * 8; bit++) {
            byte[] flipped = encoded.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> check(flipped)).as("bit %d", bit).isInstanceOf(MalformedCborException.class);
        }
    }

    @Test
    void refusesAMapWithoutOne() {
        assertThatThrownBy(() -> CheckedMap.check(MAP)).isInstanceOf(MalformedCborException.class);
    }
}
