// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.guard.Guard;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.SessionListener;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions, at most one with each peer: decides which links carry them. Confined to the loop. */
public final class Sessions implements PeerSession.Owner, Handshake.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Node node;
    private final Guard guard;
    private final Membership membership;
    private final Listeners listeners;
    private final Map<PeerId, PeerSession> sessions = new HashMap<>();
    private final Map<Handshake, LinkOutcome> fresh = new HashMap<>();
    private final Lingering lingering;
    private long choices;
    private final SessionWatcher watcher;

    /** No sessions yet. */
    public Sessions(Node node, Guard guard, Membership membership, Listeners listeners, SessionWatcher watcher) {
        // Goes on where an earlier peering of this process was, whose peers remember its numbers.
        this.choices = node.loop().now().toEpochMilli();
        this.node = node;
        this.guard = guard;
        this.membership = membership;
        this.listeners = listeners;
        this.watcher = watcher;
        this.lingering = new Lingering(node);
    }

    // ---- fresh links

    /**
     * Begins the handshake over a fresh link.
     *
     * @param link nothing was sent on it
     * @param origin how it came to be
     * @param outcome hears what became of it
     * @return gives it up, without a word to {@code outcome}
     */
    public Cancellable begin(Link link, LinkOrigin origin, LinkOutcome outcome) {
        Self self = node.self().orElse(null);
        if (self == null) {
            link.close(CloseReason.LOCAL);
            outcome.failed(Failure.of("this node does not know itself"));
            return () -> {};
        }
        Optional<byte[]> resume = Optional.ofNullable(sessions.get(origin.remote()))
                .map(session -> session.token().present());
        Handshake handshake = new Handshake(node, self, link, origin, resume, this);
        fresh.put(handshake, outcome);
        handshake.start();
        return () -> {
            if (fresh.remove(handshake) != null) {
                handshake.cancel();
            }
        };
    }

    @Override
    public void proved(Handshake handshake, Hello other) {
        Optional<GoAway> objection = objection(handshake, other);
        if (objection.isPresent()) {
            handshake.refuse(objection.get());
        } else if (handshake.own().peer().compareTo(other.peer()) < 0) {
            PeerSession present = sessions.get(other.peer());
            boolean resumed =
                    present != null && present.incarnation() == other.incarnation() && present.isNamedBy(other);
            Use use = new Use(node.randomBytes(Hello.TOKEN_BYTES), resumed, ++choices);
            handshake.carrier().send(Types.USE, use.toCbor());
            adopt(handshake, other, use);
        } // else the other side chooses
    }

    @Override
    public void used(Handshake handshake, Hello other, Use use) {
        PeerSession present = sessions.get(other.peer());
        long last = present == null || present.incarnation() != other.incarnation() ? 0 : present.chosen();
        if (use.number() <= last) {
            handshake.refuse(GoAway.of(GoAway.Reason.STALE, "another link was chosen after this one"));
        } else if (use.resumed() && last == 0) {
            handshake.refuse(GoAway.of(GoAway.Reason.STALE, "the session is not held here any more"));
        } else {
            adopt(handshake, other, use);
        }
    }

    /** Why the peer, which is who it says, gets no session over this link. */
    private Optional<GoAway> objection(Handshake handshake, Hello other) {
        PeerId peer = other.peer();
        Optional<String> refusal = guard.refusal(peer, membership.swarmsOf(peer));
        if (refusal.isPresent()) {
            LOG.debug("{}: {} refused: {}", node.label(), peer.shortText(), refusal.get());
            watcher.refused(peer, refusal.get());
            return Optional.of(GoAway.of(GoAway.Reason.REFUSED, "not admitted"));
        }
        PeerSession present = sessions.get(peer);
        long newest = Math.max(membership.incarnationOf(peer), present == null ? 0 : present.incarnation());
        if (other.incarnation() < newest) {
            return Optional.of(GoAway.of(GoAway.Reason.STALE, "a newer process of this peer is known"));
        }
        if (present == null && isFull()) {
            watcher.refused(peer, "busy");
            return Optional.of(GoAway.of(GoAway.Reason.BUSY, "it has enough peers"));
        }
        boolean chooses = handshake.own().peer().compareTo(peer) < 0;
        return chooses
                        && present != null
                        && present.incarnation() == other.incarnation()
                        && present.outlives(handshake.carrier().origin(), other)
                ? Optional.of(GoAway.of(GoAway.Reason.STALE, "another link was chosen"))
                : Optional.empty();
    }

    /** Whether there are as many sessions as may be. */
    public boolean isFull() {
        return sessions.size() >= node.limits().dial().maxPeers();
    }

    private void adopt(Handshake handshake, Hello other, Use use) {
        LinkOutcome outcome = fresh.remove(handshake);
        if (outcome == null) {
            return;
        }
        PeerSession before = sessions.get(other.peer());
        if (use.resumed() && before != null) {
            boolean smoothly = before.carry(handshake, other, use);
            String how = smoothly ? ", without a break" : "";
            LOG.debug("{}: {} goes on over {}{}", node.label(), before, before.transport(), how);
            outcome.carries();
            watcher.linked(other.peer());
            if (!smoothly) {
                relinked(before);
            }
        } else {
            PeerSession session = new PeerSession(node, other.peer(), other.incarnation(), this);
            sessions.put(other.peer(), session);
            if (before != null) {
                before.end(GoAway.of(GoAway.Reason.STALE, "the peer began anew"), false);
            }
            boolean smoothly = session.carry(handshake, other, use);
            assert !smoothly;
            outcome.carries();
            long began = handshake.carrier().origin().began();
            opened(session, node.loop().nanoTime() - began);
        }
    }

    private void opened(PeerSession session, long dialNanos) {
        PeerId peer = session.peer();
        LOG.debug("{}: {} open over {} after {} ms", node.label(), session, session.transport(), dialNanos / 1_000_000);
        Set<SwarmId> common = membership.swarmsOf(peer);
        common.forEach(session::join);
        watcher.linked(peer);
        listeners.each(listener -> listener.opened(session, Duration.ofNanos(dialNanos)));
        common.forEach(swarm -> listeners.each(listener -> listener.joined(session, swarm)));
        lingering.review(session);
    }

    @Override
    public void failed(Handshake handshake, Failure failure, boolean breach) {
        LinkOutcome outcome = fresh.remove(handshake);
        if (breach) {
            guard.report(handshake.carrier().origin().remote(), Conduct.PROTOCOL_ERROR, failure.why());
        }
        if (outcome != null) {
            outcome.failed(failure);
        }
    }

    // ---- sessions

    @Override
    public void frame(PeerSession session, Lane lane, ByteBuffer message) {
        listeners.each(listener -> listener.received(session, lane, message));
    }

    @Override
    public boolean hasListeners() {
        return !listeners.isEmpty();
    }

    @Override
    public void linkLost(PeerSession session, String why, CloseReason reason) {
        LOG.debug("{}: {} interrupted: {}", node.label(), session, why);
        listeners.each(listener -> listener.interrupted(session));
        watcher.linkLost(session, reason == CloseReason.FAILED);
    }

    @Override
    public void linkRetiring(PeerSession session, String why, boolean soon) {
        LOG.debug("{}: the link of {} over {} retires: {}", node.label(), session, session.transport(), why);
        watcher.linkRetiring(session.peer(), soon);
    }

    @Override
    public void relinked(PeerSession session) {
        listeners.each(listener -> listener.relinked(session));
    }

    @Override
    public void breach(PeerSession session, Conduct conduct, String why) {
        guard.report(session.peer(), conduct, why);
    }

    @Override
    public void ended(PeerSession session, GoAway why, boolean byPeer) {
        LOG.debug("{}: {} closed {}: {}", node.label(), session, byPeer ? "by the peer" : "here", why.text());
        lingering.stay(session);
        boolean last = sessions.remove(session.peer(), session);
        listeners.each(listener -> listener.closed(session, why.text()));
        if (last) {
            watcher.ended(session.peer(), why, byPeer);
        }
    }

    /** A peer was heard in a swarm of this node. */
    public void present(PeerId peer, SwarmId swarm) {
        PeerSession session = sessions.get(peer);
        if (session != null && session.join(swarm)) {
            lingering.stay(session);
            listeners.each(listener -> listener.joined(session, swarm));
        }
    }

    /** This node left a swarm: sessions that have no other one in common end after a while. */
    public void left(SwarmId swarm) {
        for (PeerSession session : sessions.values()) {
            session.leave(swarm);
            lingering.review(session);
        }
    }

    /**
     * The transport of an opening goes. Sessions that can move to another link do so; the others are interrupted, and wait.
     *
     * @param canMove whether there is another way to a peer
     * @return whether some still need it for a while
     */
    public boolean slotGoing(long slot, Predicate<PeerId> canMove) {
        for (PeerSession session : all()) {
            if (session.bearer().isOf(slot)) {
                String why = "the transport " + session.transport() + " goes";
                if (canMove.test(session.peer())) {
                    session.retire(why, true);
                } else {
                    session.retireLink(why);
                }
            }
        }
        return uses(slot);
    }

    /** Whether sessions have links of an opening of a transport. */
    public boolean uses(long slot) {
        return sessions.values().stream().anyMatch(session -> session.bearer().uses(slot));
    }

    /** A higher incarnation of a peer was heard: what it had before is dead. */
    public void displaced(PeerId peer, long incarnation) {
        PeerSession session = sessions.get(peer);
        if (session != null && session.incarnation() < incarnation) {
            session.end(GoAway.of(GoAway.Reason.STALE, "the peer began anew"), false);
        }
    }

    /** Ends the session with a peer that is not welcome any more. */
    public void expel(PeerId peer, String why) {
        PeerSession session = sessions.get(peer);
        if (session != null) {
            LOG.debug("{}: {} expelled: {}", node.label(), session, why);
            session.end(GoAway.of(GoAway.Reason.REFUSED, "not admitted"), false);
        }
    }

    /** Ends every session. */
    public void close(GoAway why) {
        fresh.keySet().forEach(Handshake::cancel);
        fresh.clear();
        List.copyOf(sessions.values()).forEach(session -> session.end(why, false));
    }

    /** The session with a peer. */
    public Optional<PeerSession> find(PeerId peer) {
        return Optional.ofNullable(sessions.get(peer));
    }

    /** All sessions; a copy. */
    public List<PeerSession> all() {
        return List.copyOf(sessions.values());
    }

    /** How many there are. */
    public int size() {
        return sessions.size();
    }

    /** Someone new listens: hears of every session that is open. */
    public void listen(SessionListener listener) {
        listeners.add(listener);
        for (PeerSession session : all()) {
            listeners.one(listener, l -> l.opened(session, Duration.ZERO));
            session.swarms().forEach(swarm -> listeners.one(listener, l -> l.joined(session, swarm)));
            if (!session.linked()) {
                listeners.one(listener, l -> l.interrupted(session));
            }
        }
    }

    /** Someone listens no more. */
    public void unlisten(SessionListener listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            sessions.values().forEach(session -> session.bearer().listenersGone());
        }
    }
}
