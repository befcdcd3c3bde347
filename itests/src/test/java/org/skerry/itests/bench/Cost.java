// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.util.Locale;

/**
 * What it took to move something from the other end of a segment to this one.
 *
 * @param bytes of payload
 * @param seconds wall time
 * @param wire what went over the segment
 * @param sending processor time of the process that sent, seconds
 * @param receiving the same of the one that received
 */
record Cost(long bytes, double seconds, Segment.Traffic wire, double sending, double receiving) {

    /** Moves something, and yields how many seconds that took. */
    interface Move {
        double run() throws Exception;
    }

    static Cost of(Segment segment, Proc sending, Proc receiving, long bytes, Move move) throws Exception {
        Segment.Traffic wire = segment.traffic();
        double sent = sending.cpuSeconds();
        double received = receiving.cpuSeconds();
        double seconds = move.run();
        return new Cost(
                bytes,
                seconds,
                segment.traffic().since(wire),
                sending.cpuSeconds() - sent,
                receiving.cpuSeconds() - received);
    }

    /** {@return megabytes per second} */
    double rate() {
        return bytes / 1e6 / seconds;
    }

    /** {@return bytes on the wire beyond the payload, per cent of it} */
    double overhead() {
        return 100.0 * (wire.in() + wire.out() - bytes) / bytes;
    }

    /** {@return datagrams lost at the receiver's socket, of 1000 that came} */
    double lost() {
        return 1000.0 * wire.lost() / Math.max(1, wire.packetsIn());
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
                "%.1f MB/s, CPU %.1f s sending, %.1f s receiving, %.2f %% more on the wire"
                        + " (%d packets of %d bytes, %d lost, %d of %d back), load average %s",
                rate(),
                sending,
                receiving,
                overhead(),
                wire.packetsIn(),
                wire.in() / Math.max(1, wire.packetsIn()),
                wire.lost(),
                wire.packetsOut(),
                wire.out() / Math.max(1, wire.packetsOut()),
                Bench.load());
    }
}
