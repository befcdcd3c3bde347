// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.time.Duration;

/**
 * Limits of signals.
 *
 * @param announceInterval least time between announcements in a swarm; up to a quarter is added at random
 * @param window how far the clock of a sender may be off, either way
 * @param replayEntries signals remembered against replay; when full, signals are refused
 * @param replayEntriesPerSender of these, for one sender
 * @param fragmentBytes memory for envelopes that are not whole yet, over all channels
 * @param fragmentLife how long an envelope may take to become whole
 * @param envelopeBytes longest envelope accepted or sent
 * @param signalsPerSecond signals opened per channel and second; a burst of twice that
 * @param answersPerSecond answers to queries, over all
 */
public record HubLimits(
        Duration announceInterval,
        Duration window,
        int replayEntries,
        int replayEntriesPerSender,
        long fragmentBytes,
        Duration fragmentLife,
        int envelopeBytes,
        int signalsPerSecond,
        int answersPerSecond) {

    /** The defaults. */
    public static final HubLimits DEFAULT = new HubLimits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            20_000,
            2_000,
            4L << 20,
            Duration.ofSeconds(10),
            64 << 10,
            200,
            50);
}
