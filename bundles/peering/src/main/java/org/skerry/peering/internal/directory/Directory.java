// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.node.DirectoryLimits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.identity.SealKey;

/**
 * Peers that were heard lately in a swarm of this node. One that is not heard again is forgotten, unless it is pinned by a
 * session. When full, strangers are not taken in: so a flood of new identities cannot push out those that are known.
 */
public final class Directory {

    private final Node node;
    private final Predicate<PeerId> pinned;
    private final Map<PeerId, KnownPeer> peers = new HashMap<>();
    private final Map<SwarmId, Integer> sizes = new HashMap<>();

    /**
     * An empty directory; {@link #sweep()} has to be called now and then.
     *
     * @param node the node
     * @param pinned whether a peer has a session
     */
    public Directory(Node node, Predicate<PeerId> pinned) {
        this.node = node;
        this.pinned = pinned;
    }

    /** How a presence came in. */
    public record Source(long channel, String scope, Instant signed) {}

    /** What came of a presence. */
    public enum Outcome {
        /** The peer was not known in that swarm before. */
        FOUND,
        /** It was, and is still there. */
        KNOWN,
        /** It is a leftover of a process that has been displaced, or its key is not good, or the directory is full. */
        REFUSED
    }

    /**
     * Notes that a peer was heard in a swarm.
     *
     * @param sender who, authenticated
     * @param presence what it said
     * @param swarm where; one of this node's swarms
     * @param source how it came
     * @return what came of it
     */
    public Outcome heard(PeerId sender, Presence presence, SwarmId swarm, Source source) {
        KnownPeer peer = peers.get(sender);
        if (!acceptable(peer, sender, presence) || isFull(peer, swarm)) {
            return Outcome.REFUSED;
        }
        long nanos = node.loop().nanoTime();
        if (peer == null) {
            peer = new KnownPeer(sender, presence, source.signed(), node.loop().now(), nanos);
            peers.put(sender, peer);
        }
        peer.update(presence, source.signed());
        peer.heard(node.loop().now(), nanos);
        if (!source.scope().isEmpty()) {
            peer.via(source.channel(), source.scope());
        }
        return enter(peer, swarm, presence.seeking(), nanos) ? Outcome.FOUND : Outcome.KNOWN;
    }

    /** Notes that a peer was heard over one more channel. */
    public void heardVia(PeerId sender, long channel, String scope) {
        KnownPeer peer = peers.get(sender);
        if (peer != null) {
            peer.via(channel, scope);
        }
    }

    /** A channel is gone: it leads to no one any more. */
    public void channelGone(long channel) {
        peers.values().forEach(peer -> peer.lost(channel));
    }

    /** What is known of a peer. */
    public Optional<KnownPeer> find(PeerId peer) {
        return Optional.ofNullable(peers.get(peer));
    }

    /** Everyone; not to be changed, nor kept while the directory changes. */
    public Collection<KnownPeer> all() {
        return Collections.unmodifiableCollection(peers.values());
    }

    /** How many peers are known in a swarm. */
    public int sizeOf(SwarmId swarm) {
        return sizes.getOrDefault(swarm, 0);
    }

    /** The peer said that it goes: it has to be heard again to be known. */
    public void forget(PeerId peer) {
        KnownPeer known = peers.remove(peer);
        if (known != null) {
            known.memberships().keySet().forEach(this::shrink);
        }
    }

    /** This node left a swarm; returns the peers that are forgotten with it. */
    public List<PeerId> left(SwarmId swarm) {
        sizes.remove(swarm);
        List<PeerId> forgotten = new ArrayList<>();
        for (Iterator<KnownPeer> all = peers.values().iterator(); all.hasNext(); ) {
            KnownPeer peer = all.next();
            peer.memberships().remove(swarm);
            if (peer.memberships().isEmpty() && !pinned.test(peer.id())) {
                all.remove();
                forgotten.add(peer.id());
            }
        }
        return forgotten;
    }

    /** Forgets everyone who was silent for too long; returns them. */
    public List<PeerId> sweep() {
        long now = node.loop().nanoTime();
        long remember = node.limits().directory().remember().toNanos();
        List<PeerId> forgotten = new ArrayList<>();
        for (Iterator<KnownPeer> all = peers.values().iterator(); all.hasNext(); ) {
            KnownPeer peer = all.next();
            if (pinned.test(peer.id())) {
                peer.heard(peer.heard(), now); // its time begins anew; that it was heard is another thing
                peer.memberships().values().forEach(membership -> membership.heardAt = now);
                continue;
            }
            peer.memberships().entrySet().removeIf(entry -> {
                boolean old = now - entry.getValue().heardAt >= remember;
                if (old) {
                    shrink(entry.getKey());
                }
                return old;
            });
            if (peer.memberships().isEmpty() && now - peer.heardAt() >= remember) {
                all.remove();
                forgotten.add(peer.id());
            }
        }
        return forgotten;
    }

    private boolean enter(KnownPeer peer, SwarmId swarm, boolean seeking, long nanos) {
        KnownPeer.Membership membership = peer.memberships().get(swarm);
        boolean first = membership == null;
        if (membership == null) {
            membership = new KnownPeer.Membership();
            peer.memberships().put(swarm, membership);
            sizes.merge(swarm, 1, Integer::sum);
        }
        membership.heardAt = nanos;
        membership.seeking = seeking;
        return first;
    }

    private boolean acceptable(@Nullable KnownPeer peer, PeerId sender, Presence presence) {
        if (peer != null && presence.incarnation() < peer.incarnation()) {
            return false;
        }
        return keyIsGood(peer, sender, presence.sealKey());
    }

    /** A key that was verified before is only checked for its age: a signature costs a thousand times as much. */
    private boolean keyIsGood(@Nullable KnownPeer peer, PeerId sender, SealKey key) {
        Instant now = node.loop().now();
        if (peer != null && peer.hasSealKey(key)) {
            return now.isBefore(key.expiry());
        }
        return node.self()
                .map(Self::identity)
                .filter(identity -> identity.verify(sender, key, now))
                .isPresent();
    }

    private boolean isFull(@Nullable KnownPeer peer, SwarmId swarm) {
        DirectoryLimits limits = node.limits().directory();
        boolean stranger = peer == null && peers.size() >= limits.peers();
        boolean newcomer = peer == null || !peer.isIn(swarm);
        return stranger || newcomer && sizes.getOrDefault(swarm, 0) >= limits.peersPerSwarm();
    }

    private void shrink(SwarmId swarm) {
        sizes.computeIfPresent(swarm, (key, size) -> size > 1 ? size - 1 : null);
    }
}
