// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

/** What has come from peers for a transfer, over all of its acquisitions, and how fast of late. */
public final class Traffic {

    private static final int SAMPLES = 20;
    private static final double NANOS = 1e9;

    private final long[] bytesAt = new long[SAMPLES];
    private final long[] timeAt = new long[SAMPLES];
    private long samples;
    private long bytes;
    private long chunks;

    /** Counts payload bytes. */
    public void bytes(long count) {
        bytes += count;
    }

    /** Counts a chunk, right or wrong, new or repeated. */
    public void chunk() {
        chunks++;
    }

    /** {@return payload bytes in all} */
    public long bytes() {
        return bytes;
    }

    /** {@return chunks in all} */
    public long chunks() {
        return chunks;
    }

    /** Remembers how much it is now; called every 250 ms, so that the rate is that of the last 5 s. */
    public void sample(long now) {
        int at = (int) (samples++ % SAMPLES);
        bytesAt[at] = bytes;
        timeAt[at] = now;
    }

    /** {@return bytes per second of late} */
    public double rate(long now) {
        if (samples == 0) {
            return 0;
        }
        int oldest = samples <= SAMPLES ? 0 : (int) (samples % SAMPLES);
        double seconds = (now - timeAt[oldest]) / NANOS;
        return seconds <= 0 ? 0 : (bytes - bytesAt[oldest]) / seconds;
    }
}
