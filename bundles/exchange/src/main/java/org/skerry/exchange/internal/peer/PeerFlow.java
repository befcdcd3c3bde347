// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import org.skerry.api.PeerId;

/**
 * How the chunk protocol stands with a peer at a moment. When both sides are idle, nothing is under way, and what one may send is what
 * the other may receive.
 *
 * @param peer who
 * @param ready whether messages of the present epoch can be sent
 * @param epoch the present one
 * @param requests asked of it and not answered
 * @param wants asked by it and not answered
 * @param readAhead bytes that were read for it and not sent
 * @param unsentFrames fragments given to the session that have not left
 * @param maySend payload bytes of DATA that it allows
 * @param mayReceive payload bytes of DATA that it is allowed
 */
public record PeerFlow(
        PeerId peer,
        boolean ready,
        long epoch,
        int requests,
        int wants,
        long readAhead,
        int unsentFrames,
        long maySend,
        long mayReceive) {

    /** {@return how it stands with a peer now} */
    public static PeerFlow of(RemotePeer peer) {
        return new PeerFlow(
                peer.id(),
                peer.ready(),
                peer.epoch(),
                peer.incoming().size(),
                peer.outgoing().size(),
                peer.outgoing().readAhead(),
                peer.unsentFrames(),
                peer.outgoing().creditLeft(),
                peer.incoming().credit().left());
    }

    /** {@return whether nothing is under way} */
    public boolean idle() {
        return requests == 0 && wants == 0 && readAhead == 0 && unsentFrames == 0;
    }
}
