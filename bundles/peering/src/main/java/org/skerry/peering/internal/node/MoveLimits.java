// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.time.Duration;
import java.util.List;

/**
 * Limits of moving sessions from link to link.
 *
 * @param preference names of transports, the best first; those that are not named come after them
 * @param stagger how long one transport has a start over the next when a peer is dialled
 * @param settle how long a link carries a session at least before the session moves to a better one
 * @param again how long a transport that failed with a peer is left alone; doubles
 * @param cap longest of these pauses
 * @param drain how long a link that a session has left, or a transport that goes, may bring nothing before it is closed
 * @param network what peers are told of this node's network
 */
public record MoveLimits(
        List<String> preference,
        Duration stagger,
        Duration settle,
        Duration again,
        Duration cap,
        Duration drain,
        NetworkClass network) {

    /** The defaults. */
    public static final MoveLimits DEFAULT = new MoveLimits(
            List.of("direct", "webrtc"),
            Duration.ofMillis(250),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(600),
            Duration.ofSeconds(1),
            NetworkClass.UNKNOWN);

    /** These with another order of transports. */
    public MoveLimits prefer(String... names) {
        return new MoveLimits(List.of(names), stagger, settle, again, cap, drain, network);
    }
}
