// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.skerry.spi.transport.LinkStats;
import org.skerry.webrtc.host.RtcStats;

/**
 * What a link has moved. Messages are counted here; what they cost on the wire and which way they go is asked of the library, at
 * most once a second: when the link opens, while much comes, and when someone wants to know. May be used from any thread.
 */
final class Figures {

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String RELAY = "relay";

    private final Wire wire;
    private final LongSupplier nanoTime;
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong askedAt;
    private volatile long extraIn;
    private volatile long extraOut;
    private volatile String route = "udp";
    private volatile double rttSeconds;

    Figures(Wire wire, LongSupplier nanoTime) {
        this.wire = wire;
        this.nanoTime = nanoTime;
        this.askedAt = new AtomicLong(nanoTime.getAsLong() - PAUSE_NANOS);
    }

    void received(long bytes) {
        in.addAndGet(bytes);
    }

    void sent(long bytes) {
        out.addAndGet(bytes);
    }

    LinkStats stats() {
        ask();
        return LinkStats.of(in.get() + extraIn, out.get() + extraOut, route);
    }

    /** {@return the last known round trip in seconds; 0 while unknown} */
    double rttSeconds() {
        ask();
        return rttSeconds;
    }

    /** Asks the library, unless it was asked within the last second. */
    void ask() {
        long now = nanoTime.getAsLong();
        long last = askedAt.get();
        if (now - last >= PAUSE_NANOS && askedAt.compareAndSet(last, now)) {
            wire.stats().whenComplete((stats, failure) -> {
                if (stats != null) {
                    update(stats);
                }
            });
        }
    }

    private void update(RtcStats stats) {
        extraIn = Math.max(extraIn, stats.bytesIn() - in.get());
        extraOut = Math.max(extraOut, stats.bytesOut() - out.get());
        if (stats.rttSeconds() > 0) {
            rttSeconds = stats.rttSeconds();
        }
        if (!stats.remote().isEmpty()) {
            route = route(stats);
        }
    }

    /** The other end's candidate; also whether there is a relay before it. */
    private static String route(RtcStats stats) {
        boolean relayedHere = stats.local().startsWith(RELAY) && !stats.remote().startsWith(RELAY);
        return (relayedHere ? RELAY + " to " : "") + stats.remote();
    }
}
