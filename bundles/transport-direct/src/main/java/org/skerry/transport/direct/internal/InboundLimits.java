// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides whether a stranger may come in: so many that have not named a negotiation, half of them from one source, and so
 * many a second from one source. A source is an IPv4 address or an IPv6 network of 64 bits. Confined to the reactor.
 */
final class InboundLimits {

    /** Sources whose rate is remembered; the one that came longest ago is forgotten first. */
    private static final int MAX_SOURCES = 1024;

    /**
     * @param maxPending most connections that have not named a negotiation
     * @param perSecond new connections per second and source
     * @param prefaceTimeout how long a connection may take to name its negotiation
     */
    record Settings(int maxPending, int perSecond, Duration prefaceTimeout) {}

    private record Bucket(double tokens, long atNanos) {}

    private final Settings settings;
    private final Map<ByteBuffer, Integer> pending = new HashMap<>();
    private final Map<ByteBuffer, Bucket> rates = new LinkedHashMap<>();
    private int total;

    InboundLimits(Settings settings) {
        this.settings = settings;
    }

    /** Counts a newcomer as pending if there is room for it. */
    boolean admit(InetAddress address, long nowNanos) {
        ByteBuffer source = source(address);
        int own = pending.getOrDefault(source, 0);
        if (total >= settings.maxPending() || own >= Math.max(1, settings.maxPending() / 2)) {
            return false;
        }
        if (!withinRate(source, nowNanos)) {
            return false;
        }
        pending.put(source, own + 1);
        total++;
        return true;
    }

    /** One that was admitted has named its negotiation, or has gone. */
    void settled(InetAddress address) {
        ByteBuffer source = source(address);
        int own = pending.getOrDefault(source, 0);
        if (own > 0) {
            total--;
            if (own == 1) {
                pending.remove(source);
            } else {
                pending.put(source, own - 1);
            }
        }
    }

    private boolean withinRate(ByteBuffer source, long now) {
        int burst = 2 * settings.perSecond();
        Bucket old = rates.remove(source);
        double tokens = old == null ? burst : Math.min(burst, old.tokens() + refill(now - old.atNanos()));
        boolean ok = tokens >= 1;
        if (rates.size() >= MAX_SOURCES) {
            rates.remove(rates.keySet().iterator().next());
        }
        rates.put(source, new Bucket(ok ? tokens - 1 : tokens, now));
        return ok;
    }

    private double refill(long nanos) {
        return Math.max(0, nanos) * 1e-9 * settings.perSecond();
    }

    private static ByteBuffer source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
