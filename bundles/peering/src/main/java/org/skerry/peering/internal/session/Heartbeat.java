// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.loop.Cancellable;
import org.skerry.base.loop.Jitter;
import org.skerry.peering.internal.node.Node;

/**
 * Sends a PING now and then and notices when a link is dead: nothing at all came in for some beats, though this side was
 * reading. The interval is the longer one of both sides, for a browser's hidden tab is slow. A PING of the other side spares one
 * of this side's own, as both would tell the same. Confined to the loop.
 */
final class Heartbeat {

    private static final int MAX_OUTSTANDING = 8;
    private static final double SPREAD = 0.05;

    /** Beats in a row without a PING of this side: without one it learns no round trip time. */
    private static final int MOST_SPARED = 3;

    private final Node node;
    private final Carrier carrier;
    private final Duration interval;
    private final RoundTrip roundTrip;
    private final Runnable dead;
    private final Map<Long, Long> sent = new LinkedHashMap<>();
    private long next;
    private boolean pinged;
    private int spared;
    private @Nullable Cancellable timer;

    Heartbeat(Node node, Carrier carrier, Duration interval, RoundTrip roundTrip, Runnable dead) {
        this.node = node;
        this.carrier = carrier;
        this.interval = interval;
        this.roundTrip = roundTrip;
        this.dead = dead;
    }

    void start() {
        ping();
        schedule();
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The other side has sent a PING, and is told by the PONG that the link lives. */
    void pinged() {
        pinged = true;
    }

    /** A PONG came; one that was not asked for tells nothing. */
    void pong(long number) {
        Long at = sent.remove(number);
        if (at != null) {
            roundTrip.sample(node.loop().nanoTime() - at);
        }
    }

    private void schedule() {
        timer = node.loop().schedule(Jitter.around(interval, SPREAD, node.random()), this::beat);
    }

    private void beat() {
        int missed = node.limits().session().missed();
        long silent = node.loop().nanoTime() - carrier.heardAt();
        if (carrier.allowed() > 0 && silent >= missed * interval.toNanos()) {
            dead.run();
            return;
        }
        spared = pinged && spared < MOST_SPARED ? spared + 1 : 0;
        pinged = false;
        if (spared == 0) {
            ping();
        }
        schedule();
    }

    private void ping() {
        if (sent.size() >= MAX_OUTSTANDING) {
            sent.remove(sent.keySet().iterator().next());
        }
        sent.put(next, node.loop().nanoTime());
        carrier.send(Types.PING, CborMap.builder().put(0, next).build());
        next++;
    }
}
