// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.HashMap;
import java.util.Map;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.node.Node;

/** Ends sessions that have had no swarm in common for a while. Confined to the loop. */
final class Lingering {

    private final Node node;
    private final Map<PeerId, Cancellable> timers = new HashMap<>();

    Lingering(Node node) {
        this.node = node;
    }

    /** Starts the time of a session that has no swarm in common any more. */
    void review(PeerSession session) {
        PeerId peer = session.peer();
        if (session.swarms().isEmpty() && !timers.containsKey(peer)) {
            timers.put(peer, node.loop().schedule(node.limits().session().linger(), () -> {
                timers.remove(peer);
                session.end(GoAway.of(GoAway.Reason.DONE, "no swarm in common"), false);
            }));
        }
    }

    /** There is a common swarm again, or no session any more. */
    void stay(PeerId peer) {
        Cancellable timer = timers.remove(peer);
        if (timer != null) {
            timer.cancel();
        }
    }
}
