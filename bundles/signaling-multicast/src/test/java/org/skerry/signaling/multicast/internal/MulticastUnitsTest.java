// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MulticastUnitsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static Datagram datagram(long sender, int sequence, int payload) {
        return new Datagram(
                Datagram.Kind.DIRECTED, sender, sequence, List.of(1L, -2L), new byte[32], new byte[payload]);
    }

    @Test
    void datagramsComeBackAsTheyWere() {
        Datagram sent = datagram(-7, 8, 100);
        Datagram back = Datagram.parse(sent.encode()).orElseThrow();
        assertThat(back).usingRecursiveComparison().isEqualTo(sent);
        assertThat(sent.encode().remaining()).isLessThanOrEqualTo(Datagram.OVERHEAD_BYTES + 100);
    }

    @Test
    void truncatedAndForeignDatagramsAreNone() {
        ByteBuffer whole = datagram(1, 2, 0).encode();
        for (int length = 0; length < whole.remaining(); length++) {
            assertThat(Datagram.parse(whole.duplicate().limit(length))).isEmpty();
        }
        for (int at = 0; at < 3; at++) {
            byte[] other = whole.array().clone();
            other[at]++;
            assertThat(Datagram.parse(ByteBuffer.wrap(other, 0, whole.remaining())))
                    .isEmpty();
        }
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            Datagram.parse(ByteBuffer.wrap(garbage));
        }
    }

    @Test
    void aBucketGivesTwiceItsRateAtOnceThenItsRate() {
        TokenBucket bucket = new TokenBucket(10, 0);
        int burst = 0;
        while (bucket.take(0)) {
            burst++;
        }
        int second = 0;
        while (bucket.take(SECOND)) {
            second++;
        }
        assertThat(burst).isEqualTo(20);
        assertThat(second).isEqualTo(10);
    }

    @Test
    void addressesOfAnInboxAreForgottenAndNotDisplaced() {
        Whereabouts whereabouts = new Whereabouts();
        InetSocketAddress mine = new InetSocketAddress("127.0.0.1", 1);
        whereabouts.heard(List.of(5L), mine, 0);
        assertThat(whereabouts.of(5, SECOND)).containsExactly(mine);
        assertThat(whereabouts.of(6, SECOND)).isEmpty();
        for (int port = 2; port <= Whereabouts.MOST_ADDRESSES; port++) {
            whereabouts.heard(List.of(5L), new InetSocketAddress("127.0.0.1", port), SECOND);
        }
        assertThat(whereabouts.of(5, SECOND))
                .hasSize(Whereabouts.MOST_ADDRESSES)
                .contains(mine);
        whereabouts.heard(List.of(5L), new InetSocketAddress("127.0.0.1", 99), SECOND);
        assertThat(whereabouts.of(5, SECOND)).as("crowded: to all").isEmpty();
        assertThat(whereabouts.of(5, SECOND * 3600)).isEmpty();
    }

    @Test
    void takesEachDatagramOnceFromTheSegmentOnly() throws Exception {
        Intake intake = new Intake(Settings.on(1, "lo"), 7, 0);
        List<Segment> lo = Segment.find(Settings.on(1, "lo").interfaces());
        InetSocketAddress near = new InetSocketAddress("127.0.0.9", 5);
        InetSocketAddress far = new InetSocketAddress("192.0.2.1", 5);
        assertThat(intake.take(far, datagram(1, 1, 9).encode(), lo, 0)).isEmpty();
        assertThat(intake.take(near, datagram(1, 1, 9).encode(), lo, 0)).isPresent();
        assertThat(intake.take(near, datagram(1, 1, 9).encode(), lo, 0)).isEmpty();
        assertThat(intake.take(near, datagram(1, 2, 9).encode(), lo, 0)).isPresent();
        assertThat(intake.take(near, datagram(7, 3, 9).encode(), lo, 0))
                .as("own")
                .isEmpty();
        assertThat(intake.take(near, datagram(1, 4, 1400).encode(), lo, 0))
                .as("too long")
                .isEmpty();
    }

    @Test
    void copiesAndOnesOwnDoNotUseUpTheRateOfAnAddress() throws Exception {
        Intake intake =
                new Intake(Settings.of(Map.of("interfaces", new String[] {"lo"}, "in_per_source_per_second", 5)), 7, 0);
        List<Segment> lo = Segment.find(Settings.on(1, "lo").interfaces());
        InetSocketAddress here = new InetSocketAddress("127.0.0.1", 5);
        assertThat(intake.take(here, datagram(1, 1, 9).encode(), lo, 0)).isPresent();
        for (int i = 0; i < 100; i++) {
            assertThat(intake.take(here, datagram(7, i, 9).encode(), lo, 0)).isEmpty();
            assertThat(intake.take(here, datagram(1, 1, 9).encode(), lo, 0)).isEmpty();
        }
        assertThat(intake.take(here, datagram(1, 2, 9).encode(), lo, 0)).isPresent();
    }

    @Test
    void aSourceThatFloodsIsLimitedAloneAndAllTogether() throws Exception {
        Intake intake = new Intake(
                Settings.of(
                        Map.of("interfaces", new String[] {"lo"}, "in_per_source_per_second", 5, "in_per_second", 8)),
                7,
                0);
        List<Segment> lo = Segment.find(Settings.on(1, "lo").interfaces());
        int one = 0;
        int other = 0;
        for (int i = 0; i < 100; i++) {
            one += intake.take(
                                    new InetSocketAddress("127.0.0.1", 5),
                                    datagram(1, i, 9).encode(),
                                    lo,
                                    0)
                            .isPresent()
                    ? 1
                    : 0;
        }
        for (int i = 0; i < 100; i++) {
            other += intake.take(
                                    new InetSocketAddress("127.0.0.2", 5),
                                    datagram(2, i, 9).encode(),
                                    lo,
                                    0)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(one).isEqualTo(10);
        assertThat(other).isEqualTo(6);
    }

    @Test
    void aDatagramHasRoomForAnEnvelopeFragment() {
        assertThat(Settings.of(Map.of("max_datagram_bytes", 640)).maxFrameBytes())
                .isGreaterThanOrEqualTo(512);
    }

    @Test
    void aWrongConfigurationNamesPidAndKey() {
        assertThatThrownBy(() -> Settings.of(Map.of("ttl", 2)))
                .hasMessage("org.skerry.signaling.multicast: ttl must be between 0 and 1, is 2");
        assertThatThrownBy(() -> Settings.of(Map.of("group4", "10.0.0.1")))
                .hasMessage("org.skerry.signaling.multicast: group4 must be an IPv4 multicast address, is 10.0.0.1");
        assertThatThrownBy(() -> Settings.of(Map.of("group6", "example.org"))).hasMessageContaining("group6");
        assertThatThrownBy(() -> Settings.of(Map.of("group6", "", "group4", " ")))
                .hasMessageContaining("group4");
        assertThat(Settings.of(Map.of("interfaces", new String[] {"lo, eth0"})).interfaces())
                .containsExactlyInAnyOrder("lo", "eth0");
    }
}
