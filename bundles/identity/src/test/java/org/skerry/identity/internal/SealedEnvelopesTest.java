// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.identity.Signal;

class SealedEnvelopesTest {

    private static final SwarmId SWARM = SwarmId.ofRoot(ChunkId.of(new byte[32]));
    private static final SwarmId OTHER_SWARM = SwarmId.ofRoot(ChunkId.of(Sha256.of()));
    private static final long DAY = 20_779;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock();
    private LocalIdentity ann;
    private LocalIdentity bob;

    @BeforeEach
    void openIdentities() throws Exception {
        ann = LocalIdentity.open(folder.resolve("ann"), clock, random);
        bob = LocalIdentity.open(folder.resolve("bob"), clock, random);
    }

    @AfterEach
    void closeIdentities() throws Exception {
        ann.close();
        bob.close();
    }

    private Signal directed(int bodyBytes) {
        return signal(Optional.of(bob.self()), Signal.Kind.OFFER, filled(16, 7), filled(bodyBytes, 9));
    }

    private Signal announcement() {
        return signal(Optional.empty(), Signal.Kind.ANNOUNCE, new byte[0], filled(200, 3));
    }

    private Signal signal(Optional<PeerId> receiver, Signal.Kind kind, byte[] negotiation, byte[] body) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new Signal(ann.self(), receiver, kind, negotiation, 5, now, now.plusSeconds(30), body);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Signal genuine(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Genuine.class);
        return ((Opened.Genuine) opened).signal();
    }

    private static String refused(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Refused.class);
        return ((Opened.Refused) opened).reason();
    }

    @Test
    void opensWhatIsSealedToItsReceiver() {
        Signal sent = directed(300);
        byte[] envelope = ann.envelopes().seal(sent, bob.sealKey());

        assertThat(genuine(bob.envelopes().open(envelope)))
                .usingRecursiveComparison()
                .isEqualTo(sent);
        assertThat(refused(ann.envelopes().open(envelope))).contains("does not hold");
    }

    @Test
    void opensWhatIsSaidToTheSwarmOfThatDayOnly() {
        Signal sent = announcement();
        byte[] envelope = ann.envelopes().seal(sent, SWARM, DAY);

        assertThat(genuine(bob.envelopes().open(envelope, SWARM, DAY)))
                .usingRecursiveComparison()
                .isEqualTo(sent);
        assertThat(refused(bob.envelopes().open(envelope, SWARM, DAY + 1))).contains("swarm and day");
        assertThat(refused(bob.envelopes().open(envelope, OTHER_SWARM, DAY))).contains("swarm and day");
        assertThat(refused(bob.envelopes().open(envelope))).contains("class 2");
    }

    @Test
    void tellsWhatIsNotWorthOpening() {
        byte[] directed = ann.envelopes().seal(directed(300), bob.sealKey());
        byte[] hintChanged = directed.clone();
        hintChanged[2] ^= 1;
        byte[] said = ann.envelopes().seal(announcement(), SWARM, DAY);
        byte[] saidChanged = said.clone();
        saidChanged[said.length - 1] ^= 1;
        Envelopes open = bob.envelopes();

        assertThat(open.plausible(directed)).isTrue();
        assertThat(open.plausible(hintChanged)).isFalse();
        assertThat(open.plausible(said)).isFalse();
        assertThat(open.plausible(new byte[3])).isFalse();
        assertThat(ann.envelopes().plausible(directed)).isFalse();

        assertThat(open.plausible(said, SWARM, DAY)).isTrue();
        assertThat(open.plausible(saidChanged, SWARM, DAY)).isFalse();
        assertThat(open.plausible(said, SWARM, DAY + 1)).isFalse();
        assertThat(open.plausible(said, OTHER_SWARM, DAY)).isFalse();
        assertThat(open.plausible(directed, SWARM, DAY)).isFalse();
    }

    @Test
    void refusesEveryFlippedByteAndEveryOtherLengthOfADirectedEnvelope() {
        Envelopes open = bob.envelopes();
        byte[] envelope = ann.envelopes().seal(directed(40), bob.sealKey());
        for (int i = 0; i < envelope.length; i++) {
            byte[] flipped = envelope.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThat(refused(open.open(flipped))).as("byte %d", i).isNotBlank();
        }
        for (int length = 0; length < envelope.length + 80; length++) {
            if (length != envelope.length) {
                assertThat(refused(open.open(Arrays.copyOf(envelope, length)))).isNotBlank();
            }
        }
        genuine(open.open(envelope));
    }

    @Test
    void refusesEveryFlippedByteAndEveryOtherLengthOfASwarmEnvelope() {
        Envelopes open = bob.envelopes();
        byte[] envelope = ann.envelopes().seal(announcement(), SWARM, DAY);
        for (int i = 0; i < envelope.length; i++) {
            byte[] flipped = envelope.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThat(refused(open.open(flipped, SWARM, DAY))).as("byte %d", i).isNotBlank();
        }
        for (int length = 0; length < envelope.length + 80; length++) {
            if (length != envelope.length) {
                assertThat(refused(open.open(Arrays.copyOf(envelope, length), SWARM, DAY)))
                        .isNotBlank();
            }
        }
        genuine(open.open(envelope, SWARM, DAY));
    }

    @Test
    void refusesOtherVersionsClassesAndSizes() {
        byte[] envelope = ann.envelopes().seal(directed(40), bob.sealKey());
        byte[] version = envelope.clone();
        version[0] = 2;
        byte[] kindClass = envelope.clone();
        kindClass[1] = 3;

        assertThat(refused(bob.envelopes().open(version))).isEqualTo("version 2 is unknown");
        assertThat(refused(bob.envelopes().open(kindClass))).isEqualTo("class 3 where 1 belongs");
        assertThat(refused(bob.envelopes().open(new byte[SealedEnvelopes.MAX_BYTES + 1])))
                .contains("over 65536");
        assertThat(refused(bob.envelopes().open(new byte[0]))).contains("truncated");
        assertThat(refused(bob.envelopes().open(new byte[0], SWARM, DAY))).contains("truncated");
    }

    @Test
    void refusesAnotherReceiverInsideAnEnvelopeThatOpens() {
        Signal toAnn = signal(Optional.of(ann.self()), Signal.Kind.REJECT, new byte[0], filled(9, 1));
        byte[] envelope = ann.envelopes().seal(toAnn, bob.sealKey());

        assertThat(refused(bob.envelopes().open(envelope))).contains("another receiver");
    }

    @Test
    void refusesASignalThatIsCarriedOverToAnotherSwarm() {
        byte[] signed = SignalCodec.encode(announcement(), Optional.of(SWARM));
        byte[] padded = SignedContent.sign(ann, signed).padded();

        assertThat(refused(bob.envelopes().open(sealToSwarm(padded, OTHER_SWARM), OTHER_SWARM, DAY)))
                .contains("another swarm");
        genuine(bob.envelopes().open(sealToSwarm(padded, SWARM), SWARM, DAY));
    }

    @Test
    void refusesWhatAnotherKeyHasSigned() {
        byte[] signed = SignalCodec.encode(announcement(), Optional.of(SWARM));
        byte[] padded = SignedContent.sign(bob, signed).padded();

        assertThat(refused(bob.envelopes().open(sealToSwarm(padded, SWARM), SWARM, DAY)))
                .isEqualTo("not signed by " + ann.self().shortText());
    }

    @Test
    void refusesEveryFlippedByteOfWhatIsInside() {
        byte[] signed = SignalCodec.encode(announcement(), Optional.of(SWARM));
        byte[] padded = SignedContent.sign(ann, signed).padded();
        for (int i = 0; i < padded.length; i++) {
            byte[] flipped = padded.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThat(refused(bob.envelopes().open(sealToSwarm(flipped, SWARM), SWARM, DAY)))
                    .as("byte %d", i)
                    .isNotBlank();
        }
        for (int length = 0; length < padded.length + 130; length++) {
            if (length != padded.length) {
                byte[] other = sealToSwarm(Arrays.copyOf(padded, length), SWARM);
                assertThat(refused(bob.envelopes().open(other, SWARM, DAY))).isNotBlank();
            }
        }
    }

    private byte[] sealToSwarm(byte[] padded, SwarmId swarm) {
        byte[] nonce = filled(12, 4);
        byte[] header = Bytes.concat(new byte[] {1, 2}, nonce);
        return Bytes.concat(header, AesGcm.seal(SwarmKeys.key(swarm, DAY), nonce, header, padded));
    }

    @Test
    void showsNothingThatTwoEnvelopesToOneReceiverHaveInCommon() {
        byte[] one = ann.envelopes().seal(directed(100), bob.sealKey());
        byte[] two = ann.envelopes().seal(directed(100), bob.sealKey());

        assertThat(Arrays.copyOf(one, 2)).containsExactly(1, 1);
        assertThat(Arrays.copyOfRange(one, 2, 10)).isNotEqualTo(Arrays.copyOfRange(two, 2, 10));
        assertThat(Arrays.copyOfRange(one, 10, 42)).isNotEqualTo(Arrays.copyOfRange(two, 10, 42));
    }

    @Test
    void hidesLengthsInStepsOf64() {
        int header = 42 + 16;
        for (int body : new int[] {0, 1, 63, 64, 65, 1000}) {
            byte[] envelope = ann.envelopes().seal(directed(body), bob.sealKey());
            assertThat((envelope.length - header) % 64).isZero();
        }
    }

    @Test
    void neverAddsMoreThanItSays() {
        long most = (1L << 53) - 1;
        Instant late = Instant.ofEpochMilli(most);
        int longest = 0;
        for (int body = SignalCodec.MAX_BODY_BYTES - 64; body <= SignalCodec.MAX_BODY_BYTES; body++) {
            Signal signal = new Signal(
                    ann.self(),
                    Optional.of(bob.self()),
                    Signal.Kind.NEGOTIATE,
                    filled(16, 1),
                    most,
                    late,
                    late,
                    filled(body, 1));
            byte[] envelope = ann.envelopes().seal(signal, bob.sealKey());
            longest = Math.max(longest, envelope.length - body);
            genuine(bob.envelopes().open(envelope));
        }
        assertThat(longest).isLessThanOrEqualTo(ann.envelopes().overheadBytes());
        assertThat(longest).isGreaterThan(ann.envelopes().overheadBytes() - 64);
        assertThat(SignalCodec.MAX_BODY_BYTES + ann.envelopes().overheadBytes()).isLessThan(SealedEnvelopes.MAX_BYTES);
    }

    @Test
    void doesNotSealWhatWouldBeRefused() {
        SealKey to = bob.sealKey();
        Envelopes seal = ann.envelopes();
        Optional<PeerId> receiver = Optional.of(bob.self());

        assertThatIllegalArgumentException().isThrownBy(() -> seal.seal(announcement(), to));
        assertThatIllegalArgumentException().isThrownBy(() -> seal.seal(directed(1), SWARM, DAY));
        assertThatIllegalArgumentException().isThrownBy(() -> bob.envelopes().seal(directed(1), to));
        assertThatIllegalArgumentException().isThrownBy(() -> seal.seal(directed(SignalCodec.MAX_BODY_BYTES + 1), to));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seal.seal(signal(receiver, Signal.Kind.ANNOUNCE, new byte[0], new byte[1]), to));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seal.seal(signal(receiver, Signal.Kind.OFFER, new byte[15], new byte[1]), to));
        SealKey smallOrder = SealKey.of(new byte[32], 1, to.expiry(), to.signature());
        assertThatIllegalArgumentException().isThrownBy(() -> seal.seal(directed(1), smallOrder));
    }

    @Test
    void opensWhatWasSealedToTheKeyBeforeUntilItsGraceIsOver() {
        SealKey before = bob.sealKey();
        byte[] envelope = ann.envelopes().seal(directed(10), before);
        clock.forward(Duration.ofDays(8));
        assertThat(bob.sealKey().epoch()).isGreaterThan(before.epoch());
        genuine(bob.envelopes().open(envelope));

        clock.forward(Duration.ofDays(1));
        assertThat(refused(bob.envelopes().open(envelope))).contains("no longer");
    }

    @Test
    void blindsTopicsPerSwarmAndDay() {
        Envelopes envelopes = ann.envelopes();
        assertThat(envelopes.topic(SWARM, DAY)).isEqualTo(bob.envelopes().topic(SWARM, DAY));
        assertThat(envelopes.topic(SWARM, DAY)).isNotEqualTo(envelopes.topic(SWARM, DAY + 1));
        assertThat(envelopes.topic(SWARM, DAY)).isNotEqualTo(envelopes.topic(OTHER_SWARM, DAY));
        assertThat(envelopes.topic(SWARM, DAY).bytes()).isNotEqualTo(SwarmKeys.key(SWARM, DAY));
    }
}
