// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborInt;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CborValue;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Signal;

/** Well-formed CBOR that a hostile sender could sign. */
class SignalCodecTest {

    private static final PeerId SENDER = PeerId.of(Sha256.of(new byte[] {1}));
    private static final PeerId RECEIVER = PeerId.of(Sha256.of(new byte[] {2}));
    private static final SwarmId SWARM = SwarmId.of(SwarmId.Kind.FIXED, Sha256.of(new byte[] {3}));

    /** The fields of an OFFER, with one replaced, or left out if {@code value} is empty. */
    private static byte[] offerWith(int key, Optional<CborValue> value) {
        CborMap good = CborMap.builder()
                .put(0, SENDER.bytes())
                .put(1, RECEIVER.bytes())
                .put(2, 4)
                .put(3, new byte[16])
                .put(4, 7)
                .put(5, 1000)
                .put(6, 2000)
                .put(7, new byte[] {9})
                .build();
        CborMap.Builder map = CborMap.builder();
        good.keys().stream()
                .filter(each -> each != key)
                .forEach(each -> map.put(each, good.get(each).orElseThrow()));
        value.ifPresent(other -> map.put(key, other));
        return CborCodec.encode(map.build());
    }

    private static Signal decode(byte[] signed) throws MalformedCborException {
        return SignalCodec.decode(signed, Optional.of(RECEIVER), Optional.empty());
    }

    private static void assertRefused(byte[] signed, String reason) {
        assertThatThrownBy(() -> decode(signed))
                .isInstanceOf(MalformedCborException.class)
                .hasMessageContaining(reason);
    }

    private static Optional<CborValue> number(long value) {
        return Optional.of(new CborInt(value));
    }

    private static Optional<CborValue> bytes(int length) {
        return CborMap.builder().put(0, new byte[length]).build().get(0);
    }

    @Test
    void acceptsFieldsOfLaterVersions() throws MalformedCborException {
        Signal signal = decode(offerWith(100, number(1)));
        assertThat(signal.kind()).isEqualTo(Signal.Kind.OFFER);
        assertThat(signal.sender()).isEqualTo(SENDER);
        assertThat(signal.sequence()).isEqualTo(7);
        assertThat(signal.time().toEpochMilli()).isEqualTo(1000);
        assertThat(signal.expiry().toEpochMilli()).isEqualTo(2000);
    }

    @Test
    void needsEveryFieldButTheNegotiation() throws MalformedCborException {
        for (int key : List.of(0, 1, 2, 4, 5, 6, 7)) {
            assertRefused(offerWith(key, Optional.empty()), "");
        }
        assertThat(decode(offerWith(3, Optional.empty())).negotiation()).isEmpty();
    }

    @Test
    void refusesKindsThatDoNotTravelThisWay() {
        assertRefused(offerWith(2, number(1)), "ANNOUNCE does not travel like this");
        assertRefused(offerWith(2, number(2)), "QUERY does not travel like this");
        assertRefused(offerWith(2, number(99)), "unknown kind 99");
        byte[] offer = CborCodec.encode(CborMap.builder()
                .put(0, SENDER.bytes())
                .put(2, 4)
                .put(4, 7)
                .put(5, 1000)
                .put(6, 2000)
                .put(7, new byte[1])
                .put(8, SWARM.bytes())
                .build());
        assertThatThrownBy(() -> SignalCodec.decode(offer, Optional.empty(), Optional.of(SWARM)))
                .hasMessageContaining("OFFER does not travel like this");
    }

    @Test
    void refusesValuesOutOfRange() {
        assertRefused(offerWith(0, bytes(31)), "key 0");
        assertRefused(offerWith(1, bytes(32)), "another receiver");
        assertRefused(offerWith(3, bytes(15)), "key 3");
        assertRefused(offerWith(4, number(-1)), "key 4");
        assertRefused(offerWith(5, number(-1)), "key 5");
        assertRefused(offerWith(6, number(999)), "key 6");
        assertRefused(offerWith(7, bytes(SignalCodec.MAX_BODY_BYTES + 1)), "key 7");
        assertRefused(offerWith(8, bytes(32)), "another swarm");
        assertRefused(new byte[] {(byte) 0xa0}, "");
        assertRefused(new byte[0], "");
    }
}
