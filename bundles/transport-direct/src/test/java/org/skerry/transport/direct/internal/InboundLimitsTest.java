// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboundLimitsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final InetAddress ONE = Endpoints.address("192.0.2.1").orElseThrow();
    private static final InetAddress TWO = Endpoints.address("192.0.2.2").orElseThrow();
    private static final InetAddress THREE = Endpoints.address("2001:db8::1").orElseThrow();
    private static final InetAddress THREE_AGAIN =
            Endpoints.address("2001:db8::ffff:2").orElseThrow();

    private static InboundLimits limits(int pending, int perSecond) {
        return new InboundLimits(new InboundLimits.Settings(pending, perSecond, Duration.ofSeconds(5)));
    }

    @Test
    void givesASourceHalfOfThePlacesAndAllTogetherAllOfThem() {
        InboundLimits limits = limits(4, 100);
        assertThat(limits.admit(ONE, 0)).isTrue();
        assertThat(limits.admit(ONE, 0)).isTrue();
        assertThat(limits.admit(ONE, 0)).isFalse();
        assertThat(limits.admit(TWO, 0)).isTrue();
        assertThat(limits.admit(THREE, 0)).isTrue();
        assertThat(limits.admit(THREE, 0)).isFalse();
        limits.settled(ONE);
        assertThat(limits.admit(ONE, 0)).isTrue();
    }

    @Test
    void letsSoManyInPerSecondAfterABurst() {
        InboundLimits limits = limits(1000, 2);
        assertThat(admitted(limits, ONE, 10, 0)).isEqualTo(4);
        assertThat(admitted(limits, TWO, 10, 0)).isEqualTo(4);
        assertThat(admitted(limits, ONE, 10, SECOND / 2)).isEqualTo(1);
        assertThat(admitted(limits, ONE, 10, 10 * SECOND)).isEqualTo(4);
    }

    @Test
    void countsAnIpv6NetworkAsOneSource() {
        InboundLimits limits = limits(1000, 1);
        assertThat(admitted(limits, THREE, 10, 0)).isEqualTo(2);
        assertThat(admitted(limits, THREE_AGAIN, 10, 0)).isZero();
    }

    private static int admitted(InboundLimits limits, InetAddress source, int tries, long now) {
        int count = 0;
        for (int i = 0; i < tries; i++) {
            if (limits.admit(source, now)) {
                count++;
                limits.settled(source);
            }
        }
        return count;
    }
}
