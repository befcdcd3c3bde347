// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.HashMap;
import java.util.Map;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.node.Node;

/** Ends sessions that have had no swarm in common for a while. Confined to the loop. */
final class Lingering {

    private final Node node;
    private final Map<PeerSession, Cancellable> timers = new HashMap<>();

    Lingering(Node node) {
        this.node = node;
    }

    /** Starts the time of a session that has no swarm in common any more. */
    void review(PeerSession session) {
        if (session.swarms().isEmpty() && !timers.containsKey(session)) {
            timers.put(session, node.loop().schedule(node.limits().session().linger(), () -> {
                timers.remove(session);
                session.end(GoAway.of(GoAway.Reason.DONE, "no swarm in common"), false);
            }));
        }
    }

    /** There is a common swarm again, or the session has ended. */
    void stay(PeerSession session) {
        Cancellable timer = timers.remove(session);
        if (timer != null) {
            timer.cancel();
        }
    }
}
