// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.api.PeerId;

/** Acts on what happens to sessions, on the loop: decides about dialling. */
public interface SessionWatcher {

    /** A link carries the session with a peer. */
    void linked(PeerId peer);

    /** The session with a peer lost its link and waits. */
    void linkLost(PeerId peer, long livedNanos);

    /** There is no session with a peer any more. */
    void ended(PeerId peer, GoAway why, boolean byPeer);
}
