// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.api.PeerId;

/** Acts on what happens to sessions, on the loop: decides about dialling. */
public interface SessionWatcher {

    /** A link carries the session with a peer. */
    void linked(PeerId peer);

    /** The link with a peer works, but will not last; {@code soon}: it is a matter of a moment. */
    void linkRetiring(PeerId peer, boolean soon);

    /** This node refuses a peer. */
    void refused(PeerId peer, String why);

    /** A session lost its link and waits; {@code broken}: the link did not close in good order. */
    void linkLost(PeerSession session, boolean broken);

    /** There is no session with a peer any more. */
    void ended(PeerId peer, GoAway why, boolean byPeer);
}
