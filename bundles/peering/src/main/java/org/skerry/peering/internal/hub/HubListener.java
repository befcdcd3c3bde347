// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.spi.identity.Signal;

/** Hears genuine, fresh signals of others, on the loop. */
public interface HubListener {

    /**
     * A node is in a swarm of this node.
     *
     * @param signal ANNOUNCE, QUERY or PRESENCE
     * @param presence its body
     * @param swarm where
     * @param via how it came
     */
    void present(Signal signal, Presence presence, SwarmId swarm, Via via);

    /** A presence that was heard before came over another channel as well. */
    void presentVia(PeerId sender, Via via);

    /** An OFFER, NEGOTIATE or REJECT for this node. */
    void directed(Signal signal, Via via);

    /** A channel is gone, or goes nowhere now. */
    void channelGone(long channel);
}
