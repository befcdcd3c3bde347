// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.control;

import java.time.Duration;

/**
 * What a client may take.
 *
 * @param maxConnections open at a time; later ones are told so and closed
 * @param maxRequestBytes length of a request line
 * @param maxPendingBytes what waits for a client that does not read; over half of it progress is left out, over all of it
 *     the client is dropped
 * @param requestTimeout how long a client may take to say what it wants
 */
public record ControlLimits(int maxConnections, int maxRequestBytes, int maxPendingBytes, Duration requestTimeout) {

    /** As the configuration has them when nothing is set. */
    public static final ControlLimits DEFAULT = new ControlLimits(64, 1 << 20, 4 << 20, Duration.ofSeconds(10));
}
