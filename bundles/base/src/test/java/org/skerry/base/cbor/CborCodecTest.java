// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.base.bytes.Hex;

class CborCodecTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 255, 256, 3_999, 8_000, 65_535, 65_536, 249_999, 250_001, 600_000})
    void roundTripsStringsOfAnyLength(int length) throws Exception {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        CborMap map = CborMap.builder()
                .put(1, bytes)
                .put(2, "x".repeat(length / 2))
                .put(3, "ü".repeat(length / 6))
                .build();
        CborMap decoded = CborCodec.decodeMap(CborCodec.encode(map), CborLimits.DEFAULT.withMaxBytes(4 << 20));
        assertThat(decoded).isEqualTo(map);
        assertThat(decoded.requiredBytes(1, length, length)).isEqualTo(bytes);
    }

    @Test
    void writesLongTextsInOnePiece() {
        byte[] encoded = CborCodec.encode(CborText.of("x".repeat(10_000)));
        assertThat(encoded).hasSize(10_003).startsWith(0x79, 0x27, 0x10);
    }

    @Test
    void sortsKeysWhateverTheOrderOfPutting() {
        CborMap map = CborMap.builder()
                .put(-2, 1)
                .put(-1, 2)
                .put(Integer.MIN_VALUE, 3)
                .put(Integer.MAX_VALUE, 4)
                .put(24, 5)
                .put(23, 6)
                .put(0, 7)
                .build();
        assertThat(map.keys()).containsExactly(0, 23, 24, Integer.MAX_VALUE, -1, -2, Integer.MIN_VALUE);
        assertThat(Hex.encode(CborCodec.encode(map)))
                .isEqualTo("a7" + "0007" + "1706" + "181805" + "1a7fffffff04" + "2002" + "2101" + "3a7fffffff03");
    }

    @Test
    void decodesASliceOfABufferAndLeavesItsPosition() throws Exception {
        ByteBuffer heap =
                ByteBuffer.wrap(Hex.decode("ffffa10102ff")).position(2).limit(5);
        ByteBuffer direct = ByteBuffer.allocateDirect(6);
        direct.put(Hex.decode("ffffa10102ff")).position(2).limit(5);
        for (ByteBuffer in : new ByteBuffer[] {heap, heap.slice(), heap.asReadOnlyBuffer(), direct}) {
            int position = in.position();
            assertThat(CborCodec.decodeMap(in, CborLimits.DEFAULT).requiredInt(1, 2, 2))
                    .isEqualTo(2);
            assertThat(in.position()).isEqualTo(position);
        }
    }

    @Test
    void wantsAMapWhereAMapIsAskedFor() {
        assertThatThrownBy(() -> CborCodec.decodeMap(Hex.decode("80"), CborLimits.DEFAULT))
                .isInstanceOf(MalformedCborException.class)
                .hasMessage("expected a map at the root");
    }

    @Test
    void refusesToBuildWhatCannotBeWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CborInt(1L << 53));
        assertThatIllegalArgumentException().isThrownBy(() -> new CborInt(-(1L << 53)));
        assertThatIllegalArgumentException().isThrownBy(() -> CborText.of("\ud800"));
        assertThatIllegalArgumentException().isThrownBy(() -> CborText.of("\udc00\ud800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CborMap.builder().put(1, 1).put(1, "x"));
    }

    @Test
    void keepsNothingForTheWholeJvm() {
        assertThat(CborCodec.FACTORY.isEnabled(JsonFactory.Feature.INTERN_FIELD_NAMES))
                .isFalse();
        assertThat(CborCodec.FACTORY._getRecyclerPool().getClass().getSimpleName())
                .isEqualTo("BoundedPool");
    }

    @Test
    void valuesAreEqualByContentAndPrintNoContent() {
        CborMap one =
                CborMap.builder().put(1, new byte[] {1, 2}).put(2, "secret").build();
        CborMap same =
                CborMap.builder().put(2, "secret").put(1, new byte[] {1, 2}).build();
        CborMap other =
                CborMap.builder().put(1, new byte[] {1, 3}).put(2, "secret").build();
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one).hasToString("{1: bytes[2], 2: text[6]}");
        assertThat(CborArray.ofInts(1, 2)).isEqualTo(CborArray.ofInts(1, 2)).isNotEqualTo(CborArray.ofInts(2, 1));
    }

    @Test
    void textKnowsItsLengthInUtf8() {
        for (String text : Arrays.asList("", "a", "é", "水", "𐅑", "a\u0000b", "\u07ff\u0800\uffff")) {
            assertThat(CborText.of(text).utf8Bytes())
                    .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        }
    }
}
