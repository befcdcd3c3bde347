// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CborAccessorsTest {

    private final CborMap map = CborMap.builder()
            .put(1, 10)
            .put(2, new byte[] {1, 2, 3})
            .put(3, "grün")
            .put(4, true)
            .put(5, CborArray.ofInts(7, 8))
            .put(6, CborMap.builder().put(1, 1).build())
            .put(7, CborNull.NULL)
            .build();

    private final CborArray array = CborArray.of(List.of(
            new CborInt(10),
            CborBytes.of(new byte[] {1, 2, 3}),
            CborText.of("grün"),
            CborBool.of(true),
            CborArray.ofBytes(new byte[1]),
            map));

    @Test
    void returnsWhatIsThere() throws Exception {
        assertThat(map.requiredInt(1, 10, 10)).isEqualTo(10);
        assertThat(map.optionalInt(1, 0, 10)).hasValue(10);
        assertThat(map.requiredBytes(2, 3, 3)).containsExactly(1, 2, 3);
        assertThat(map.optionalBytes(2, 0, 3).orElseThrow()).containsExactly(1, 2, 3);
        assertThat(map.requiredText(3, 5)).isEqualTo("grün");
        assertThat(map.optionalText(3, 5)).contains("grün");
        assertThat(map.requiredBool(4)).isTrue();
        assertThat(map.optionalBool(4, false)).isTrue();
        assertThat(map.requiredArray(5, 2).intAt(1, 0, 9)).isEqualTo(8);
        assertThat(map.optionalArray(5, 2).orElseThrow().size()).isEqualTo(2);
        assertThat(map.requiredMap(6).requiredInt(1, 1, 1)).isEqualTo(1);
        assertThat(map.optionalMap(6)).isPresent();
        assertThat(map.has(7)).isTrue();
        assertThat(map.get(7)).contains(CborNull.NULL);
    }

    @Test
    void absenceIsAValueWhereOptional() throws Exception {
        assertThat(map.optionalInt(99, 0, 1)).isEmpty();
        assertThat(map.optionalBytes(99, 0, 1)).isEmpty();
        assertThat(map.optionalText(99, 1)).isEmpty();
        assertThat(map.optionalBool(99, true)).isTrue();
        assertThat(map.optionalBool(99, false)).isFalse();
        assertThat(map.optionalArray(99, 1)).isEmpty();
        assertThat(map.optionalMap(99)).isEmpty();
        assertThat(map.get(99)).isEmpty();
        assertThat(map.has(99)).isFalse();
    }

    @Test
    void namesTheKeyThatIsMissing() {
        assertMalformed(() -> map.requiredInt(99, 0, 1), "key 99: missing");
        assertMalformed(() -> map.requiredBytes(99, 0, 1), "key 99: missing");
        assertMalformed(() -> map.requiredText(-9, 1), "key -9: missing");
        assertMalformed(() -> map.requiredBool(99), "key 99: missing");
        assertMalformed(() -> map.requiredArray(99, 1), "key 99: missing");
        assertMalformed(() -> map.requiredMap(99), "key 99: missing");
    }

    @Test
    void namesTheKeyOutOfRange() {
        assertMalformed(() -> map.requiredInt(1, 0, 9), "key 1: 10 is not within 0 to 9");
        assertMalformed(() -> map.optionalInt(1, 11, 19), "key 1: 10 is not within 11 to 19");
        assertMalformed(() -> map.requiredBytes(2, 4, 9), "key 2: 3 bytes are not within 4 to 9");
        assertMalformed(() -> map.optionalBytes(2, 0, 2), "key 2: 3 bytes are not within 0 to 2");
        assertMalformed(() -> map.requiredText(3, 4), "key 3: a text of 5 bytes, over 4");
        assertMalformed(() -> map.optionalText(3, 4), "key 3: a text of 5 bytes, over 4");
        assertMalformed(() -> map.requiredArray(5, 1), "key 5: 2 items, over 1");
        assertMalformed(() -> map.optionalArray(5, 1), "key 5: 2 items, over 1");
    }

    @Test
    void namesTheTypeFound() {
        assertMalformed(() -> map.requiredInt(2, 0, 1), "key 2: expected an integer, found a byte string");
        assertMalformed(() -> map.requiredBytes(3, 0, 1), "key 3: expected a byte string, found a text");
        assertMalformed(() -> map.requiredText(4, 1), "key 4: expected a text, found a boolean");
        assertMalformed(() -> map.optionalBool(5, true), "key 5: expected a boolean, found an array");
        assertMalformed(() -> map.requiredArray(6, 1), "key 6: expected an array, found a map");
        assertMalformed(() -> map.optionalMap(7), "key 7: expected a map, found null");
        assertMalformed(() -> map.requiredMap(1), "key 1: expected a map, found an integer");
    }

    @Test
    void arraysCheckTheSame() throws Exception {
        assertThat(array.intAt(0, 0, 10)).isEqualTo(10);
        assertThat(array.bytesAt(1, 3, 3)).hasSize(3);
        assertThat(array.textAt(2, 5)).isEqualTo("grün");
        assertThat(array.boolAt(3)).isTrue();
        assertThat(array.arrayAt(4).size()).isEqualTo(1);
        assertThat(array.mapAt(5)).isEqualTo(map);
        assertMalformed(() -> array.intAt(0, 0, 9), "item 0: 10 is not within 0 to 9");
        assertMalformed(() -> array.mapAt(1), "item 1: expected a map, found a byte string");
        assertMalformed(() -> array.get(6), "array of 6 has no item 6");
        assertMalformed(() -> array.textAt(-1, 5), "array of 6 has no item -1");
    }

    @Test
    void builderLeavesOutWhatIsAbsent() {
        CborMap sparse = CborMap.builder()
                .putIfPresent(1, (String) null)
                .putIfPresent(2, (byte[]) null)
                .putIfPresent(3, (Long) null)
                .putIfPresent(4, (CborValue) null)
                .putIfPresent(5, OptionalLong.empty())
                .putIfPresent(11, "x")
                .putIfPresent(12, new byte[1])
                .putIfPresent(13, (Long) 5L)
                .putIfPresent(14, CborNull.NULL)
                .putIfPresent(15, OptionalLong.of(6))
                .build();
        assertThat(sparse.keys()).containsExactly(11, 12, 13, 14, 15);
    }

    private static void assertMalformed(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MalformedCborException.class).hasMessage(message);
    }
}
