// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.directory;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.signaling.Inbox;

/** What is known of a peer. Confined to the loop; changed by the {@link Directory} only. */
public final class KnownPeer {

    /** In a swarm. */
    static final class Membership {
        long heardAt;
        boolean seeking;
    }

    private final PeerId id;
    private final Map<SwarmId, Membership> memberships = new HashMap<>();
    private final Map<Long, String> scopeOfChannel = new HashMap<>();
    private Presence presence;
    private Instant signedAt;
    private Instant heard;
    private long heardAt;

    KnownPeer(PeerId id, Presence presence, Instant signedAt, Instant heard, long heardAt) {
        this.id = id;
        this.presence = presence;
        this.signedAt = signedAt;
        this.heard = heard;
        this.heardAt = heardAt;
    }

    /** Who. */
    public PeerId id() {
        return id;
    }

    /** Where it receives. */
    public Inbox inbox() {
        return presence.inbox();
    }

    /** To which it is sealed; verified. */
    public SealKey sealKey() {
        return presence.sealKey();
    }

    /** Of its process, as last heard. */
    public long incarnation() {
        return presence.incarnation();
    }

    /** The transports it said it has. */
    public List<String> transports() {
        return presence.transports();
    }

    /** Swarms of this node in which it was heard. */
    public Set<SwarmId> swarms() {
        return Set.copyOf(memberships.keySet());
    }

    /** Whether it was heard in a swarm. */
    public boolean isIn(SwarmId swarm) {
        return memberships.containsKey(swarm);
    }

    /** Whether it seeks in any of the swarms. */
    public boolean seeks() {
        return memberships.values().stream().anyMatch(membership -> membership.seeking);
    }

    /** The channels over which it was heard, by generation number. */
    public Set<Long> channels() {
        return scopeOfChannel.keySet();
    }

    /** Where it was heard: jvm, lan, internet. */
    public Set<String> scopes() {
        return new HashSet<>(scopeOfChannel.values());
    }

    /** When it was last heard. */
    public Instant heard() {
        return heard;
    }

    long heardAt() {
        return heardAt;
    }

    Map<SwarmId, Membership> memberships() {
        return memberships;
    }

    void heard(Instant now, long nanos) {
        heard = now;
        heardAt = nanos;
    }

    void via(long channel, String scope) {
        scopeOfChannel.put(channel, scope);
    }

    void lost(long channel) {
        scopeOfChannel.remove(channel);
    }

    /** Takes what it says now, unless that is older than what it said before. */
    void update(Presence next, Instant signed) {
        if (next.incarnation() >= presence.incarnation() && !signed.isBefore(signedAt)) {
            presence = next;
            signedAt = signed;
        }
    }

    boolean hasSealKey(SealKey other) {
        SealKey own = sealKey();
        return own.epoch() == other.epoch()
                && own.expiry().equals(other.expiry())
                && Arrays.equals(own.key(), other.key())
                && Arrays.equals(own.signature(), other.signature());
    }
}
