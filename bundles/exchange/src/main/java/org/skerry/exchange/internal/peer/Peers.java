// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.SwarmId;
import org.skerry.spi.session.Session;

/** The sessions that are open now. */
public final class Peers {

    private final Map<Session, RemotePeer> bySession = new LinkedHashMap<>();

    /** Adds one. */
    public void add(RemotePeer peer) {
        bySession.put(peer.session(), peer);
    }

    /** Removes one. */
    public void remove(RemotePeer peer) {
        bySession.remove(peer.session());
    }

    /** {@return the peer of a session} */
    public Optional<RemotePeer> of(Session session) {
        return Optional.ofNullable(bySession.get(session));
    }

    /** {@return all, oldest first} */
    public Collection<RemotePeer> all() {
        return Collections.unmodifiableCollection(bySession.values());
    }

    /** {@return those in a swarm to which messages can be sent now} */
    public List<RemotePeer> members(SwarmId swarm) {
        List<RemotePeer> members = new ArrayList<>();
        for (RemotePeer peer : bySession.values()) {
            if (peer.ready() && peer.swarms().contains(swarm)) {
                members.add(peer);
            }
        }
        return members;
    }
}
