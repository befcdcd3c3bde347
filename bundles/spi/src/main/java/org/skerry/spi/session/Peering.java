// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.session;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;

/**
 * Finds the peers of swarms and keeps sessions with them. An OSGi service. Every method may be called from any thread and
 * does not block.
 */
@ProviderType
public interface Peering {

    /**
     * Joins a swarm: announces this node in it, looks for its peers, opens sessions with them and keeps them open, until
     * closed. Joining twice needs closing twice.
     *
     * @param swarm which
     * @param seeking true to dial peers that are found; false to be found and dialled only (a node that has all of it)
     * @return leaves it
     */
    Registration join(SwarmId swarm, boolean seeking);

    /**
     * Listens to sessions: first hears of every one that is open now, then of what happens.
     *
     * @param listener called on one thread at a time, must not block
     * @return ends it; sessions stay open
     */
    Registration listen(SessionListener listener);

    /** {@return peers known now, connected ones first} */
    List<PeerInfo> peers();

    /**
     * Tells what a peer did, for its reputation and for limits.
     *
     * @param peer who
     * @param conduct what it did
     * @param detail one line for the log
     */
    void report(PeerId peer, Conduct conduct, String detail);
}
