// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.skerry.api.SwarmId;

/** The swarms that this node is in. Joining twice needs leaving twice. Confined to the loop. */
public final class OwnSwarms {

    private static final class Count {
        int joins;
        int seeking;
    }

    private final Map<SwarmId, Count> swarms = new HashMap<>();

    /**
     * Joins.
     *
     * @return whether the node was not in it, or did not seek in it, before
     */
    public boolean join(SwarmId swarm, boolean seeking) {
        Count count = swarms.computeIfAbsent(swarm, key -> new Count());
        boolean changed = count.joins == 0 || seeking && count.seeking == 0;
        count.joins++;
        count.seeking += seeking ? 1 : 0;
        return changed;
    }

    /**
     * Takes one join back.
     *
     * @return whether the node is not in it any more
     */
    public boolean leave(SwarmId swarm, boolean seeking) {
        Count count = swarms.get(swarm);
        if (count == null) {
            return false;
        }
        count.joins--;
        count.seeking -= seeking ? 1 : 0;
        if (count.joins > 0) {
            return false;
        }
        swarms.remove(swarm);
        return true;
    }

    /** All swarms; not to be kept. */
    public Set<SwarmId> all() {
        return Set.copyOf(swarms.keySet());
    }

    /** Whether the node is in a swarm. */
    public boolean has(SwarmId swarm) {
        return swarms.containsKey(swarm);
    }

    /** Whether the node dials in a swarm. */
    public boolean seeks(SwarmId swarm) {
        Count count = swarms.get(swarm);
        return count != null && count.seeking > 0;
    }
}
