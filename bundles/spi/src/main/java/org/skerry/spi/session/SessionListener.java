// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.spi.transport.Lane;

/** Hears of sessions. One call at a time; returns at once and throws nothing. */
@ProviderType
public interface SessionListener {

    /**
     * A peer was heard in a swarm for the first time since it was last forgotten.
     *
     * @param peer who
     * @param swarm where
     * @param scope by what kind of signaling: {@code jvm}, {@code lan}, {@code internet}
     */
    default void found(PeerId peer, SwarmId swarm, String scope) {}

    /**
     * A session opened; a link carries it.
     *
     * @param session the session
     * @param dial time from the first signal of the negotiation to now
     */
    void opened(Session session, Duration dial);

    /**
     * It is known now that the peer of an open session is in a swarm of this node.
     *
     * @param session the session
     * @param swarm the swarm
     */
    void joined(Session session, SwarmId swarm);

    /**
     * A link carries the session again, or another one carries it and something of what was in flight on the one before is
     * lost: a new epoch has to begin. A session that moves to another link without losing anything is no news here.
     *
     * @param session the session
     */
    void relinked(Session session);

    /**
     * No link carries the session now; it waits for one.
     *
     * @param session the session
     */
    void interrupted(Session session);

    /**
     * A frame of the floor above came.
     *
     * @param session the session
     * @param lane its lane
     * @param frame one whole frame, header included; belongs to the listener from now on; hostile input
     */
    void received(Session session, Lane lane, ByteBuffer frame);

    /**
     * The session has ended.
     *
     * @param session the session
     * @param reason one line for people
     */
    void closed(Session session, String reason);
}
