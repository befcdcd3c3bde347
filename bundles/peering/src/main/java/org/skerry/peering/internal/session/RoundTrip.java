// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

/** Smoothed round-trip time (RFC 6298, section 2: SRTT with alpha = 1/8). Written on the loop, read from anywhere. */
final class RoundTrip {

    private static final int ALPHA = 8;

    private volatile long smoothed;

    void sample(long nanos) {
        long sample = Math.max(1, nanos);
        long before = smoothed;
        smoothed = before == 0 ? sample : before + (sample - before) / ALPHA;
    }

    /** Nanoseconds; 0 while unknown. */
    long nanos() {
        return smoothed;
    }
}
