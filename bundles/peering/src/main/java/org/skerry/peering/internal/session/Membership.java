// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;

/** What is known of peers beyond their sessions; asked on the loop. */
public interface Membership {

    /** Swarms of this node in which a peer is known to be. */
    Set<SwarmId> swarmsOf(PeerId peer);

    /** The highest incarnation of a peer that was heard; 0 if none. */
    long incarnationOf(PeerId peer);
}
