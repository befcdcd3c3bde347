// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.serve;

import org.skerry.api.SwarmId;

/** Which swarms this node is in. */
public interface ServedSwarms {

    /** {@return whether this node is in a swarm} */
    boolean contains(SwarmId swarm);

    /** {@return whether all of a swarm's content is here} */
    boolean whole(SwarmId swarm);
}
