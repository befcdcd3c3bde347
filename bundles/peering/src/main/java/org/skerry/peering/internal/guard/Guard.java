// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

import java.util.Optional;
import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.trust.Admission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who may come in: not this node itself, no one who is banned, and no one whom a trust policy refuses. */
public final class Guard {

    /** Why a peer that is banned may not come in. */
    public static final String BANNED = "it is banned until its reputation recovers";

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final Node node;
    private final Reputation reputation = new Reputation();
    private final TrustPolicies policies = new TrustPolicies();

    /** A guard with no policies. */
    public Guard(Node node) {
        this.node = node;
    }

    /** The scores. */
    public Reputation reputation() {
        return reputation;
    }

    /** The policies. */
    public TrustPolicies policies() {
        return policies;
    }

    /**
     * Why a peer may not come in.
     *
     * @param peer who
     * @param swarms of this node in which it was heard
     * @return one line for the log of this node, or empty if it may
     */
    public Optional<String> refusal(PeerId peer, Set<SwarmId> swarms) {
        if (node.self().filter(self -> self.id().equals(peer)).isPresent()) {
            return Optional.of("it is this node itself");
        }
        if (banned(peer)) {
            return Optional.of(BANNED);
        }
        Admission admission = policies.admit(peer, swarms);
        return admission.isAdmitted() ? Optional.empty() : Optional.of(admission.reason());
    }

    /** Whether a peer is refused for what it did. */
    public boolean banned(PeerId peer) {
        return reputation.banned(peer, node.limits().guard(), millis());
    }

    /** Notes what a peer did; says whether it is banned from now on. */
    public boolean report(PeerId peer, Conduct conduct, String detail) {
        boolean ban = reputation.report(peer, conduct, node.limits().guard(), millis());
        if (conduct != Conduct.GOOD_CHUNK) {
            LOG.debug("{}: {} by {}: {}", node.label(), conduct, peer.shortText(), detail);
        }
        if (ban) {
            LOG.warn("{}: {} is refused for a while, last for {}: {}", node.label(), peer, conduct, detail);
        }
        return ban;
    }

    private long millis() {
        return node.loop().now().toEpochMilli();
    }
}
