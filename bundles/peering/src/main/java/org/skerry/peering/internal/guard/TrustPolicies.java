// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.spi.trust.Admission;
import org.skerry.spi.trust.TrustPolicy;

/** All trust policies together: every one has to admit; with none, anyone who knows a swarm comes in. */
public final class TrustPolicies {

    private final List<TrustPolicy> policies = new ArrayList<>();

    /** A policy came. */
    public void add(TrustPolicy policy) {
        policies.add(policy);
    }

    /** A policy left. */
    public void remove(TrustPolicy policy) {
        policies.remove(policy);
    }

    /** The verdict of all; a policy that fails refuses. */
    public Admission admit(PeerId peer, Set<SwarmId> swarms) {
        for (TrustPolicy policy : policies) {
            Admission admission = ask(policy, peer, swarms);
            if (!admission.isAdmitted()) {
                return admission;
            }
        }
        return Admission.admitted();
    }

    private static Admission ask(TrustPolicy policy, PeerId peer, Set<SwarmId> swarms) {
        try {
            return policy.admit(peer, swarms);
        } catch (RuntimeException | LinkageError e) {
            return Admission.refused("a trust policy failed: " + e);
        }
    }
}
