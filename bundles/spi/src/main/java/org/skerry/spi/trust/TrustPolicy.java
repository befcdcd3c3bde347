// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.trust;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;

/**
 * Says who may open a session with this node. Register it as an OSGi service. With no policy, anyone who knows a swarm may;
 * with several, all must agree. May be called from any thread and must not block.
 */
@ConsumerType
@FunctionalInterface
public interface TrustPolicy {

    /**
     * Decides on a peer whose identity is proved.
     *
     * @param peer who
     * @param swarms swarms of this node in which it was heard
     * @return the verdict
     */
    Admission admit(PeerId peer, Set<SwarmId> swarms);
}
