// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;

/** The limits of one direction: bytes pass the bucket of the node, of their swarm and of their peer. */
public final class Throttle {

    /**
     * Bytes per second, 0 for no limit.
     *
     * @param node all together
     * @param swarm each swarm
     * @param peer each peer
     */
    public record Rates(long node, long swarm, long peer) {

        /** No limits. */
        public static final Rates NONE = new Rates(0, 0, 0);
    }

    private static final long LEAST_BURST = 64 << 10;

    private final TokenBucket node = new TokenBucket(LEAST_BURST);
    private final Map<SwarmId, TokenBucket> swarms = new HashMap<>();
    private final Map<PeerId, TokenBucket> peers = new HashMap<>();
    private Rates rates = Rates.NONE;

    /**
     * Changes the limits, from now on.
     *
     * @param changed the limits
     * @param now monotonic nanoseconds
     */
    public void rates(Rates changed, long now) {
        rates = changed;
        node.rate(changed.node(), now);
        swarms.values().forEach(bucket -> bucket.rate(changed.swarm(), now));
        peers.values().forEach(bucket -> bucket.rate(changed.peer(), now));
    }

    /**
     * Books bytes.
     *
     * @param swarm for which content
     * @param peer from or to whom
     * @param bytes how many
     * @param now monotonic nanoseconds
     */
    public void take(SwarmId swarm, PeerId peer, long bytes, long now) {
        node.take(bytes, now);
        if (rates.swarm() > 0) {
            swarm(swarm, now).take(bytes, now);
        }
        if (rates.peer() > 0) {
            peer(peer, now).take(bytes, now);
        }
    }

    /**
     * How long a peer has to wait, whatever the swarm.
     *
     * @param peer from or to whom
     * @param now monotonic nanoseconds
     * @return zero if something may go now
     */
    public Duration pause(PeerId peer, long now) {
        Duration wait = node.pause(now);
        return rates.peer() > 0 ? longer(wait, peer(peer, now).pause(now)) : wait;
    }

    /**
     * How long a swarm has to wait, whatever the peer.
     *
     * @param swarm which
     * @param now monotonic nanoseconds
     * @return zero if something may go now
     */
    public Duration pause(SwarmId swarm, long now) {
        return rates.swarm() > 0 ? swarm(swarm, now).pause(now) : Duration.ZERO;
    }

    /** {@return the most that one peer may move in half a second, in bytes; the greatest number if there is no limit} */
    public long halfSecond() {
        long least = Long.MAX_VALUE;
        for (long rate : new long[] {rates.node(), rates.swarm(), rates.peer()}) {
            least = rate > 0 ? Math.min(least, rate / 2) : least;
        }
        return least;
    }

    /**
     * Forgets a peer whose session has ended.
     *
     * @param peer who
     */
    public void forget(PeerId peer) {
        peers.remove(peer);
    }

    /**
     * Forgets swarms that are not among these.
     *
     * @param kept swarms that this node is in
     */
    public void keepOnly(Set<SwarmId> kept) {
        swarms.keySet().retainAll(kept);
    }

    private TokenBucket swarm(SwarmId swarm, long now) {
        return swarms.computeIfAbsent(swarm, it -> bucket(rates.swarm(), now));
    }

    private TokenBucket peer(PeerId peer, long now) {
        return peers.computeIfAbsent(peer, it -> bucket(rates.peer(), now));
    }

    private static TokenBucket bucket(long rate, long now) {
        TokenBucket bucket = new TokenBucket(LEAST_BURST);
        bucket.rate(rate, now);
        return bucket;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
