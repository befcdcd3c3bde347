// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.time.Duration;

/**
 * What the way between two hosts is like, one way.
 *
 * @param latency that everything takes
 * @param jitter that some take longer, evenly spread; it reorders signals, while links keep their order
 * @param loss part of all datagrams that is lost, 0 to 1; a link sends what was lost again
 * @param duplicates part of all signals that arrives twice, 0 to 1
 * @param bytesPerSecond what the sending host can send, to all others together
 */
public record Conditions(Duration latency, Duration jitter, double loss, double duplicates, long bytesPerSecond) {

    /** A good local network: 0.3 ms, 100 MB/s. */
    public static final Conditions LAN =
            new Conditions(Duration.ofNanos(300_000), Duration.ofNanos(100_000), 0, 0, 100_000_000);

    /** A bad line: 80 ms and more, 3 % loss, 1 MB/s. */
    public static final Conditions BAD =
            new Conditions(Duration.ofMillis(80), Duration.ofMillis(60), 0.03, 0.02, 1_000_000);

    /** @throws IllegalArgumentException if a part is not within 0 to 1, or nothing could be sent */
    public Conditions {
        if (!(loss >= 0 && loss < 1 && duplicates >= 0 && duplicates <= 1) || bytesPerSecond < 1) {
            throw new IllegalArgumentException("conditions of loss " + loss + ", duplicates " + duplicates + ", "
                    + bytesPerSecond + " bytes a second");
        }
    }
}
