// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.time.Duration;

/**
 * The limits of an exchange, all at once.
 *
 * @param wantWindow chunks that a transfer has named and not yet taken in
 * @param maxRequests open requests at one peer
 * @param maxPipeline bytes asked of one peer at a time
 * @param maxCredit greatest credit of one peer, bytes
 * @param maxWants open wants of one peer
 * @param maxQueue what wants and pages of one peer may count for, bytes
 * @param control control frames that one peer may send, per second
 * @param readAhead bytes read ahead for one peer
 * @param stallAfter longest time without progress before a request goes elsewhere
 * @param endgame chunks that are still missing when they may be asked of more than one peer
 * @param haveDelay how long changes of HAVE are gathered
 * @param transfersKept transfers listed that have ended
 * @param resume whether transfers and shares are taken up again at the start
 * @param cache limits of what is kept for others
 * @param up limits of what is sent
 * @param down limits of what is received
 */
public record ExchangeSettings(
        int wantWindow,
        int maxRequests,
        long maxPipeline,
        long maxCredit,
        int maxWants,
        long maxQueue,
        int control,
        long readAhead,
        Duration stallAfter,
        int endgame,
        Duration haveDelay,
        int transfersKept,
        boolean resume,
        Caching cache,
        Throttle.Rates up,
        Throttle.Rates down) {

    private static final long MOST_QUOTA = 1L << 50;
    private static final int MOST_RECENCY = 86_400;

    /**
     * Limits of what is kept for others.
     *
     * @param quota bytes that the chunks in all stores may take together; 0 for no limit
     * @param recency after which it is written down anew when a content was last served
     */
    public record Caching(long quota, Duration recency) {

        /** Checks both. */
        public Caching {
            within("cache.quota", quota, 0, MOST_QUOTA);
            within("cache.recency.s", recency.toSeconds(), 1, MOST_RECENCY);
        }
    }

    private static final long MOST_RATE = 1_000_000_000_000L;

    /** Checks every limit. */
    public ExchangeSettings {
        within("want.window", wantWindow, 1, 4096);
        within("request.max", maxRequests, 1, 1024);
        within("request.bytes", maxPipeline, 1 << 20, 1L << 32);
        within("credit.max", maxCredit, 256 << 10, 1L << 30);
        within("serve.wants", maxWants, 1, 1024);
        within("serve.queue", maxQueue, 4096, 1L << 30);
        within("control.per.second", control, 100, 1_000_000);
        within("serve.readahead", readAhead, 1 << 20, 1L << 30);
        within("stall.s", stallAfter.toSeconds(), 2, 600);
        within("endgame.chunks", endgame, 0, 8);
        within("have.delay.ms", haveDelay.toMillis(), 1, 60_000);
        within("transfer.kept", transfersKept, 1, 100_000);
        rates("up", up);
        rates("down", down);
    }

    private static void rates(String way, Throttle.Rates rates) {
        within("node." + way, rates.node(), 0, MOST_RATE);
        within("swarm." + way, rates.swarm(), 0, MOST_RATE);
        within("peer." + way, rates.peer(), 0, MOST_RATE);
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "org.skerry.exchange: " + key + " = " + value + " is not within " + min + " to " + max);
        }
    }
}
