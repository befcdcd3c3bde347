// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.time.Duration;

/**
 * Limits of links and sessions.
 *
 * @param handshake how long the handshake over a link may take
 * @param helloBytes longest HELLO accepted, frame header not counted
 * @param messageBytes longest frame that this node takes
 * @param queueBytes what may come in over a link and wait to be taken; one message at least
 * @param heartbeat time between two PINGs
 * @param missed silent heartbeats after which a link is dead
 * @param withoutLink how long a session waits for a new link
 * @param linger how long a session without a common swarm stays
 * @param ownFramesPerSecond frames of the session's own that a peer may send per second; a burst of twice that
 */
public record SessionLimits(
        Duration handshake,
        int helloBytes,
        int messageBytes,
        int queueBytes,
        Duration heartbeat,
        int missed,
        Duration withoutLink,
        Duration linger,
        int ownFramesPerSecond) {

    /** The defaults. */
    public static final SessionLimits DEFAULT = new SessionLimits(
            Duration.ofSeconds(5),
            4096,
            256 << 10,
            4 << 20,
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            50);
}
