// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Limits of making links.
 *
 * @param maxPeers most sessions
 * @param pending most negotiations and handshakes under way, counted for each direction
 * @param newPerSecond negotiations that one peer may begin per second
 * @param timeout from the first signal to a link
 * @param courtesy how long the side that is not first to dial waits; up to as much again is added at random
 * @param redial bound of the first pause after a failure; doubles
 * @param redialCap longest pause
 */
public record DialLimits(
        int maxPeers,
        int pending,
        int newPerSecond,
        Duration timeout,
        Duration courtesy,
        Duration redial,
        Duration redialCap) {

    /** The defaults. */
    public static final DialLimits DEFAULT = new DialLimits(
            20, 10, 5, Duration.ofSeconds(10), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(60));

    /** How long the side that is not first to dial waits this time. */
    public Duration courtesyPause(RandomGenerator random) {
        return courtesy.plusNanos(random.nextLong(courtesy.toNanos() + 1));
    }

    /** These with another number of sessions. */
    public DialLimits withMaxPeers(int peers) {
        return new DialLimits(peers, pending, newPerSecond, timeout, courtesy, redial, redialCap);
    }
}
