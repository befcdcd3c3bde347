// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

/** Lets through so many per second on average, and twice as many at once. Not thread-safe. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private double tokens;
    private long lastNanos;

    TokenBucket(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.tokens = 2.0 * perSecond;
        this.lastNanos = nowNanos;
    }

    /** {@return whether one more may pass now} */
    boolean take(long nowNanos) {
        tokens = Math.min(2 * perSecond, tokens + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
