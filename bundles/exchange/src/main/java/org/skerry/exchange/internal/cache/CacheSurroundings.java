// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.SwarmId;

/** What holdings tell the other rooms. On the loop. */
public interface CacheSurroundings {

    /** This node is in a swarm because of a holding. @param whole whether all of the content is here */
    void join(Object owner, SwarmId swarm, boolean whole);

    /** This node is not in a swarm any more because of a holding. */
    void leave(Object owner, SwarmId swarm);

    /** All of a swarm is here now. */
    void whole(SwarmId swarm, ChunkId root);

    /** What peers were told of a swarm holds no more: chunks of it are about to go. */
    void retract(SwarmId swarm);

    /** Peers are told again what is here, after {@link #retract}. */
    void tellAgain(SwarmId swarm);

    /** Fetches a content, or goes on with it. @param asked for just now, so it is paused no more */
    void fetch(ContentLink link, boolean asked);

    /** Ends the transfer that fetches a content, if there is one. */
    void cancel(ContentLink link);

    /** Writes a holding down. */
    void keep(HoldingRecord record);

    /** Forgets what was written of a holding. */
    void forget(ChunkId root);
}
