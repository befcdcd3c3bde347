// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

/**
 * Measures how fast bytes move while there are some to move: idle time does not count, so a peer that is asked for little
 * does not look slow. A moving average over samples of at least 20 ms of such time.
 */
public final class RateMeter {

    private static final long SAMPLE_NANOS = 20_000_000;
    private static final double NANOS = 1e9;
    private static final double WEIGHT = 0.3;

    private boolean busy;
    private long since;
    private long busyNanos;
    private long bytes;
    private double rate;

    /**
     * Tells whether there is something to move from now on.
     *
     * @param waiting true if so
     * @param now monotonic nanoseconds
     */
    public void busy(boolean waiting, long now) {
        fold(now);
        busy = waiting;
    }

    /**
     * Counts bytes that have moved.
     *
     * @param moved how many
     * @param now monotonic nanoseconds
     */
    public void moved(long moved, long now) {
        bytes += moved;
        fold(now);
    }

    /** {@return bytes per second; 0 while unknown} */
    public double bytesPerSecond() {
        return rate;
    }

    private void fold(long now) {
        if (busy) {
            busyNanos += now - since;
        }
        since = now;
        if (busyNanos >= SAMPLE_NANOS && bytes > 0) {
            double sample = bytes / (busyNanos / NANOS);
            rate = rate == 0 ? sample : rate + WEIGHT * (sample - rate);
            busyNanos = 0;
            bytes = 0;
        }
    }
}
