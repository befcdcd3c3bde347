// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.util.Locale;

/**
 * What it took to move something from the other end of a segment to this one.
 *
 * @param bytes of payload
 * @param seconds wall time
 * @param wireBytes of Ethernet frames, both directions
 * @param sending processor time of the process that sent, seconds
 * @param receiving the same of the one that received
 */
record Cost(long bytes, double seconds, long wireBytes, double sending, double receiving) {

    /** Moves something, and yields how many seconds that took. */
    interface Move {
        double run() throws Exception;
    }

    static Cost of(Segment segment, Proc sending, Proc receiving, long bytes, Move move) throws Exception {
        long wire = segment.wireBytes();
        double sent = sending.cpuSeconds();
        double received = receiving.cpuSeconds();
        double seconds = move.run();
        return new Cost(
                bytes,
                seconds,
                segment.wireBytes() - wire,
                sending.cpuSeconds() - sent,
                receiving.cpuSeconds() - received);
    }

    /** {@return megabytes per second} */
    double rate() {
        return bytes / 1e6 / seconds;
    }

    /** {@return bytes on the wire beyond the payload, per cent of it} */
    double overhead() {
        return 100.0 * (wireBytes - bytes) / bytes;
    }

    double sendingPercent() {
        return 100 * sending / seconds;
    }

    double receivingPercent() {
        return 100 * receiving / seconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f MB/s, CPU %.1f s sending, %.1f s receiving, %.2f %% more on the wire, load average %s",
                rate(),
                sending,
                receiving,
                overhead(),
                Bench.load());
    }
}
