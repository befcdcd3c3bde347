// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.util.Optional;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.guard.Guard;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.Sessions;

/** Who may have a link and whether there is room for one: the same rules for those that are dialled and those that dial. */
final class Admittance {

    private final Node node;
    private final Guard guard;
    private final Sessions sessions;
    private final Negotiations negotiations;

    Admittance(Node node, Guard guard, Sessions sessions, Negotiations negotiations) {
        this.node = node;
        this.guard = guard;
        this.sessions = sessions;
        this.negotiations = negotiations;
    }

    /** Why a peer may not come in; empty if it may. */
    Optional<String> refusal(KnownPeer peer) {
        return guard.refusal(peer.id(), peer.swarms());
    }

    /** Whether there is room for a session with a peer, or there is one. */
    boolean hasRoom(KnownPeer peer) {
        return sessions.find(peer.id()).isPresent() || !sessions.isFull();
    }

    /** Whether there is room for a session with one more peer when all that are in the making have come about. */
    boolean hasRoomForMore() {
        return sessions.size() + negotiations.newPeers() < node.limits().dial().maxPeers();
    }

    /** Whether there is room for one more negotiation that this node begins, or does not begin. */
    boolean canNegotiate(boolean initiator) {
        return negotiations.count(initiator) < node.limits().dial().pending();
    }
}
