// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.skerry.peering.internal.node.HubLimits;

class ReassemblyTest {

    private static final HubLimits LIMITS = HubLimits.DEFAULT;

    private final Random random = new Random(1);
    private final Reassembly reassembly = new Reassembly();

    private List<byte[]> split(byte[] envelope, int max) {
        return Fragments.split(envelope, max, () -> {
            byte[] id = new byte[16];
            random.nextBytes(id);
            return id;
        });
    }

    private byte[] envelope(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void partsInAnyOrderTwiceOverGiveTheEnvelopeOnce() {
        for (int length : new int[] {1, 511, 512, 513, 982, 5000, 60_000}) {
            byte[] envelope = envelope(length);
            List<byte[]> frames = new ArrayList<>(split(envelope, 512));
            assertThat(frames).isNotEmpty().allMatch(frame -> frame.length <= 512);
            Collections.shuffle(frames, random);
            List<byte[]> whole = new ArrayList<>();
            for (byte[] frame : frames) {
                reassembly.take(1, frame, LIMITS, 0).ifPresent(whole::add);
            }
            assertThat(whole).hasSize(1);
            assertThat(whole.get(0)).isEqualTo(envelope);
            assertThat(reassembly.bytes()).isZero();
        }
    }

    @Test
    void anEnvelopeThatTakesTooManyPartsIsNotSplit() {
        assertThat(split(envelope(64 << 10), 200)).isEmpty();
        assertThat(split(envelope(100), 21)).isEmpty();
    }

    @Test
    void memoryIsBoundedPerChannelAndInAll() {
        for (int i = 0; i < 2000; i++) {
            byte[] first = split(envelope(60_000), 32_000).get(0);
            assertThat(reassembly.take(i % 2 == 0 ? 1 : 2 + i, first, LIMITS, 0))
                    .isEmpty();
        }
        assertThat(reassembly.bytes()).isBetween(LIMITS.fragmentBytes() / 2, LIMITS.fragmentBytes());
    }

    @Test
    void aFloodOnOneChannelLeavesTheOthersRoom() {
        for (int i = 0; i < 2000; i++) {
            reassembly.take(1, split(envelope(60_000), 32_000).get(0), LIMITS, 0);
        }
        byte[] envelope = envelope(60_000);
        Optional<byte[]> whole = Optional.empty();
        for (byte[] frame : split(envelope, 32_000)) {
            whole = reassembly.take(2, frame, LIMITS, 0);
        }
        assertThat(whole).isPresent();
        reassembly.channelGone(1);
        assertThat(reassembly.bytes()).isZero();
    }

    @Test
    void whatIsNotWholeInTimeIsDropped() {
        List<byte[]> frames = split(envelope(1000), 600);
        reassembly.take(1, frames.get(0), LIMITS, 0);
        long later = TimeUnit.SECONDS.toNanos(11);

        assertThat(reassembly.take(1, frames.get(1), LIMITS, later)).isEmpty();
        assertThat(reassembly.take(1, frames.get(0), LIMITS, later)).isPresent();
    }

    @Test
    void partsThatContradictEachOtherAreDropped() {
        List<byte[]> frames = split(envelope(1000), 600);
        byte[] other = frames.get(1).clone();
        other[20] = 3; // says that there are three
        reassembly.take(1, frames.get(0), LIMITS, 0);

        assertThat(reassembly.take(1, other, LIMITS, 0)).isEmpty();
        assertThat(reassembly.bytes()).isZero();
    }

    @Test
    void noiseIsIgnored() {
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = envelope(random.nextInt(60));
            if (noise.length > 0) {
                noise[0] = (byte) random.nextInt(3);
            }
            reassembly.take(random.nextInt(3), noise, LIMITS, i);
        }
        assertThat(reassembly.bytes()).isLessThanOrEqualTo(LIMITS.fragmentBytes());
        reassembly.take(0, new byte[0], LIMITS, TimeUnit.MINUTES.toNanos(1));
        assertThat(reassembly.bytes()).isZero();
    }
}
