// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.serve;

import org.skerry.api.SwarmId;
import org.skerry.spi.content.ChunkRead;

/** Hears what could not be served although this node is in the swarm. */
@FunctionalInterface
public interface Unserved {

    /**
     * A chunk was refused; called for each request, on the loop.
     *
     * @param swarm in which it was wanted
     * @param why anything but {@link ChunkRead.Found}
     */
    void refused(SwarmId swarm, ChunkRead why);
}
