// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

/** A token bucket; starts full. Confined to one thread. */
public final class TokenBucket {

    private static final double NANOS = 1e9;

    private double tokens;
    private long filledAt;

    /**
     * A full bucket.
     *
     * @param burst what it holds
     * @param nanos the time
     */
    public TokenBucket(double burst, long nanos) {
        tokens = burst;
        filledAt = nanos;
    }

    /**
     * Takes one token.
     *
     * @param perSecond how fast it fills
     * @param burst what it holds
     * @param nanos the time
     * @return whether there was one
     */
    public boolean take(double perSecond, double burst, long nanos) {
        tokens = Math.min(burst, tokens + Math.max(0, nanos - filledAt) / NANOS * perSecond);
        filledAt = nanos;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
