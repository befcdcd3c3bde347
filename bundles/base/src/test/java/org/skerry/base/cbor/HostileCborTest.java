// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;

class HostileCborTest {

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "'', empty",
        "1800, integer 0 in two bytes",
        "190017, integer 23 in three bytes",
        "1a000000ff, integer 255 in five bytes",
        "1b00000000ffffffff, integer in nine bytes that fits five",
        "3800, integer -1 in two bytes",
        "1b0020000000000000, integer 2^53",
        "3b001fffffffffffff, integer -2^53",
        "1b7fffffffffffffff, integer 2^63 - 1",
        "1b8000000000000000, integer 2^63",
        "3bffffffffffffffff, integer -2^64",
        "1c, reserved length",
        "580100, long length of a byte string",
        "780161, long length of a text",
        "980100, long length of an array",
        "b8010000, long length of a map",
        "a202000100, unsorted keys",
        "a220000000, negative key before positive one",
        "a221002000, unsorted negative keys",
        "a201000100, the same key twice",
        "a1613100, text key that looks like an integer",
        "a1413100, byte string key",
        "a18000, array as a key",
        "a1f500, boolean key",
        "a1f6, null key",
        "a1180100, long form of a key",
        "a11a8000000000, key 2^31",
        "a13a8000000000, key -2^31 - 1",
        "a11bffffffffffffffff00, key 2^64 - 1",
        "c100, tagged value",
        "a1c10100, tagged key",
        "c240, bignum",
        "d9d9f700, self-described CBOR",
        "f90000, half float",
        "fa00000000, float",
        "fb0000000000000000, double",
        "f7, undefined",
        "e0, simple value 0",
        "f814, false in two bytes",
        "f8ff, simple value 255",
        "ff, lone break",
        "5f4100ff, indefinite byte string",
        "7f6161ff, indefinite text",
        "9f00ff, indefinite array",
        "bf0000ff, indefinite map",
        "61ff, byte that UTF-8 never has",
        "62c080, overlong UTF-8",
        "63eda080, surrogate in UTF-8",
        "66eda080edb080, surrogate pair in UTF-8",
        "64f4908080, beyond Unicode",
        "61c3, UTF-8 cut short",
        "0000, two values",
        "a0ff, trailing break",
        "a000, trailing value",
        "a1, map without its entry",
        "a101, map without its value",
        "a101ff, break for a value",
        "8201, array without its last item",
    })
    void refuses(String hex, String what) {
        assertRefused(Hex.decode(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1b001fffffffffffff",
                "3b001ffffffffffffe",
                "a200002000",
                "a22000 2100",
                "a11a7fffffff00",
                "a13a7fffffff00",
                "a217001818 00",
            })
    void acceptsTheEdgeBesideIt(String hex) throws Exception {
        byte[] encoded = Hex.decode(hex.replace(" ", ""));
        assertThat(CborCodec.encode(CborCodec.decode(encoded, CborLimits.DEFAULT)))
                .isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5a7fffffff00",
                "5affffffff00",
                "5b7fffffffffffffff00",
                "5bffffffffffffffff00",
                "7a7fffffff61",
                "7b7fffffffffffffff61",
                "9a7fffffff00",
                "9bffffffffffffffff00",
                "ba7fffffff0000",
                "bbffffffffffffffff0000",
                "a17a7fffffff61",
                "a15a7fffffff61",
                "5a00ffffff00",
            })
    void reservesNoMemoryForADeclaredLength(String hex) {
        byte[] encoded = Hex.decode(hex);
        assertRefused(encoded);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertRefused(encoded);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void refusesEveryTruncation() {
        byte[] encoded = CborCodec.encode(everything());
        for (int length = 0; length < encoded.length; length++) {
            assertRefused(Arrays.copyOf(encoded, length));
        }
        assertThatCode(() -> CborCodec.decode(encoded, CborLimits.DEFAULT)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatFollowsAValue() {
        byte[] encoded = CborCodec.encode(everything());
        for (int next = 0; next < 256; next++) {
            assertRefused(Bytes.concat(encoded, new byte[] {(byte) next}));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x81, 0xa1, 0xc1, 0x9f, 0xbf, 0x5f})
    void refusesDeepNesting(int head) {
        byte[] encoded = new byte[500_000];
        Arrays.fill(encoded, (byte) head);
        assertRefused(encoded);
    }

    @Test
    void countsDepthAndItems() throws Exception {
        CborLimits limits = new CborLimits(100, 3, 4);
        assertThat(CborCodec.decode(Hex.decode("818180"), limits)).isInstanceOf(CborArray.class);
        assertThatThrownBy(() -> CborCodec.decode(Hex.decode("81818180"), limits))
                .hasMessageContaining("deeper than 3");
        assertThat(CborCodec.decode(Hex.decode("83000000"), limits)).isInstanceOf(CborArray.class);
        assertThatThrownBy(() -> CborCodec.decode(Hex.decode("8400000000"), limits))
                .hasMessageContaining("more than 4 items");
        assertThatThrownBy(() -> CborCodec.decode(new byte[101], limits)).hasMessageContaining("101 bytes, over 100");
    }

    /** Damaged messages give a malformed exception and nothing else, or a value that encodes to the same bytes. */
    @Test
    void survivesDamage() {
        SplittableRandom random = new SplittableRandom(8949);
        byte[] sound = CborCodec.encode(everything());
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = round % 4 == 0 ? new byte[1 + random.nextInt(40)] : sound.clone();
            if (round % 4 == 0) {
                random.nextBytes(damaged);
            }
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                CborValue value = CborCodec.decode(damaged, CborLimits.DEFAULT);
                assertThat(CborCodec.encode(value)).isEqualTo(damaged);
                accepted++;
            } catch (MalformedCborException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(accepted).isBetween(200, 19_800);
    }

    private static CborMap everything() {
        return CborMap.builder()
                .put(0, 0)
                .put(23, -1)
                .put(24, 1L << 40)
                .put(300, new byte[30])
                .put(70_000, "grün 𐅑")
                .put(-1, true)
                .put(-2, CborNull.NULL)
                .put(-300, CborArray.of(List.of(CborArray.ofInts(1, 2, 3), CborArray.ofTexts("a", "b"))))
                .put(
                        -70_000,
                        CborMap.builder().put(1, CborArray.ofBytes(new byte[2])).build())
                .build();
    }

    private static void assertRefused(byte[] encoded) {
        assertThatThrownBy(() -> CborCodec.decode(encoded, CborLimits.DEFAULT))
                .isInstanceOf(MalformedCborException.class);
    }
}
