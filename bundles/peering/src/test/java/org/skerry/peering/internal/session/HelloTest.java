// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Hex;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.transport.ChannelBinding;

class HelloTest {

    private static Hello hello(Optional<byte[]> resume) {
        return new Hello(PeerId.of(filled(32, 1)), 7, filled(32, 2), 1, 1, List.of(), 65536, 5000, 0, resume);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The layout is frozen: if this fails, the change is wrong, not the test. */
    @Test
    void theLayoutIsFrozen() {
        String expected = "a9"
                + "00" + "5820" + "01".repeat(32)
                + "01" + "07"
                + "02" + "5820" + "02".repeat(32)
                + "03" + "820101"
                + "04" + "80"
                + "05" + "1a00010000"
                + "06" + "191388"
                + "07" + "00"
                + "08" + "50" + "03".repeat(16);
        assertThat(Hex.encode(CborCodec.encode(hello(Optional.of(filled(16, 3))).toCbor())))
                .isEqualTo(expected);
    }

    @Test
    void fieldsThatComeLaterAreIgnored() throws MalformedCborException {
        CborMap map = hello(Optional.empty()).toCbor();
        CborMap.Builder more = CborMap.builder().put(99, "later");
        map.keys().forEach(key -> more.put(key, map.get(key).orElseThrow()));

        Hello read = Hello.from(more.build());
        assertThat(read.incarnation()).isEqualTo(7);
        assertThat(read.resume()).isEmpty();
        assertThat(read.speaksOurs()).isTrue();
    }

    @Test
    void fieldsOutOfBoundsAreRefused() {
        CborMap map = hello(Optional.empty()).toCbor();
        for (int key = 0; key < 8; key++) {
            CborMap.Builder without = CborMap.builder();
            CborMap.Builder wrong = CborMap.builder().put(key, "text");
            for (int other : map.keys()) {
                if (other != key) {
                    without.put(other, map.get(other).orElseThrow());
                    wrong.put(other, map.get(other).orElseThrow());
                }
            }
            assertThatThrownBy(() -> Hello.from(without.build())).isInstanceOf(MalformedCborException.class);
            assertThatThrownBy(() -> Hello.from(wrong.build())).isInstanceOf(MalformedCborException.class);
        }
    }

    @Test
    void anotherVersionIsNotSpoken() throws MalformedCborException {
        CborMap map = hello(Optional.empty()).toCbor();
        CborMap.Builder next = CborMap.builder().put(3, CborArray.ofInts(2, 9));
        for (int key : map.keys()) {
            if (key != 3) {
                next.put(key, map.get(key).orElseThrow());
            }
        }
        assertThat(Hello.from(next.build()).speaksOurs()).isFalse();
    }

    @Test
    void bothSidesSignTheSameThingUnderTheirOwnRole() {
        ChannelBinding ofInitiator = ChannelBinding.of(filled(32, 8), filled(32, 9));
        ChannelBinding ofResponder = ChannelBinding.of(filled(32, 9), filled(32, 8));
        byte[] helloI = {1, 2};
        byte[] helloR = {3};
        Transcript initiator = new Transcript(true, "direct", helloI, helloR, ofInitiator);
        Transcript responder = new Transcript(false, "direct", helloR, helloI, ofResponder);

        assertThat(initiator.own()).isEqualTo(responder.other()).isNotEqualTo(initiator.other());
        assertThat(responder.own()).isEqualTo(initiator.other());
        byte[] hash = Sha256.of(Hex.decode("00000006" + "646972656374" + "00000002" + "0102" + "00000001" + "03"
                + "00000020" + "08".repeat(32) + "00000020" + "09".repeat(32)));
        assertThat(Hex.encode(initiator.own())).isEqualTo("01" + Hex.encode(hash));
    }

    @Test
    void everythingThatIsSignedCounts() {
        ChannelBinding binding = ChannelBinding.of(filled(32, 8), filled(32, 9));
        byte[] base = new Transcript(true, "direct", new byte[] {1}, new byte[] {2}, binding).own();

        assertThat(new Transcript(true, "webrtc", new byte[] {1}, new byte[] {2}, binding).own())
                .isNotEqualTo(base);
        assertThat(new Transcript(true, "direct", new byte[] {0}, new byte[] {2}, binding).own())
                .isNotEqualTo(base);
        assertThat(new Transcript(true, "direct", new byte[] {1}, new byte[] {0}, binding).own())
                .isNotEqualTo(base);
        assertThat(new Transcript(
                                true,
                                "direct",
                                new byte[] {1},
                                new byte[] {2},
                                ChannelBinding.of(filled(32, 8), filled(32, 7)))
                        .own())
                .isNotEqualTo(base);
    }
}
