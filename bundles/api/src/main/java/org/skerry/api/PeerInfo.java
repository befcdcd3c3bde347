// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a peer now.
 *
 * @param id who
 * @param state how this node stands with it
 * @param scopes where it was heard: {@code jvm}, {@code lan}, {@code internet}
 * @param transport name of the transport of its link, if connected
 * @param route how that link runs, if connected and known, for people: {@code tcp 192.0.2.1:4001}, {@code relay udp 192.0.2.2:50001}
 * @param rtt smoothed round-trip time, once measured
 * @param bytesIn bytes received from it in this session, frames included
 * @param bytesOut bytes sent to it in this session, frames included
 * @param lastHeard when it was last heard
 * @param swarms the swarms it is known to be in, of those this node is in
 * @param refusal why there is no session with it, if it refused this node lately or this node refused it: one short line for
 *     people, such as {@code refused: busy}; hostile input, of printable characters
 */
public record PeerInfo(
        PeerId id,
        State state,
        Set<String> scopes,
        Optional<String> transport,
        Optional<String> route,
        Optional<Duration> rtt,
        long bytesIn,
        long bytesOut,
        Instant lastHeard,
        Set<SwarmId> swarms,
        Optional<String> refusal) {

    /** A peer that was not refused and did not refuse. */
    public PeerInfo(
            PeerId id,
            State state,
            Set<String> scopes,
            Optional<String> transport,
            Optional<String> route,
            Optional<Duration> rtt,
            long bytesIn,
            long bytesOut,
            Instant lastHeard,
            Set<SwarmId> swarms) {
        this(id, state, scopes, transport, route, rtt, bytesIn, bytesOut, lastHeard, swarms, Optional.empty());
    }

    /** How this node stands with a peer. */
    public enum State {
        /** Heard of, not dialled. */
        KNOWN,
        /** A link is being made. */
        CONNECTING,
        /** A session is open over a link. */
        CONNECTED,
        /** The session lost its link and waits for a new one. */
        INTERRUPTED
    }
}
