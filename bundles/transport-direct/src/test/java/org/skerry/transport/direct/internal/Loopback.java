// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Settings of a transport that stays on this machine. */
final class Loopback {

    private Loopback() {}

    static DirectSettings settings() {
        return settings(0, new InboundLimits.Settings(512, 1000, Duration.ofSeconds(20)));
    }

    static DirectSettings settings(int port, InboundLimits.Settings limits) {
        return settings(port, limits, false);
    }

    /** The same, practising TLS when it opens. */
    static DirectSettings warm(DirectSettings cold) {
        return settings(cold.port(), cold.limits(), true);
    }

    private static DirectSettings settings(int port, InboundLimits.Settings limits, boolean warmUp) {
        return new DirectSettings(
                List.of(InetAddress.getLoopbackAddress()),
                port,
                List.of(),
                false,
                true,
                256 * 1024,
                limits,
                Duration.ofSeconds(20),
                0,
                warmUp);
    }
}
