// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.skerry.api.PeerId;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.hub.Outbox;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.Failure;
import org.skerry.peering.internal.session.GoAway;
import org.skerry.peering.internal.session.LinkOrigin;
import org.skerry.peering.internal.session.Sessions;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.transport.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All negotiations under way, by their ids. Confined to the loop. */
public final class Negotiations implements Attempt.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Negotiations.class);
    private static final int MAX_ORPHANS = 64;

    private final Node node;
    private final Directory directory;
    private final Outbox outbox;
    private final Sessions sessions;
    private final OwnPresence own;
    private final Map<NegotiationId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<NegotiationId, List<Bodies.More>> orphans = new LinkedHashMap<>();
    private final Map<NegotiationId, PeerId> orphanSenders = new HashMap<>();
    private BiConsumer<Attempt, Failure> onFailed = (attempt, failure) -> {};

    /** What this node says of itself in an offer. */
    public interface OwnPresence {

        /** Naming the swarms in which both are known to be; empty while the node does not know itself. */
        Optional<Presence> towards(KnownPeer peer);
    }

    /** No negotiations yet. */
    public Negotiations(Node node, Directory directory, Outbox outbox, Sessions sessions, OwnPresence own) {
        this.node = node;
        this.directory = directory;
        this.outbox = outbox;
        this.sessions = sessions;
        this.own = own;
    }

    /** Hears of attempts that came to nothing. */
    void onFailed(BiConsumer<Attempt, Failure> listener) {
        onFailed = listener;
    }

    /** Offers a transport to a peer. */
    void offer(KnownPeer peer, TransportSlot slot) {
        NegotiationId id = NegotiationId.of(node.randomBytes(NegotiationId.BYTES));
        Attempt attempt = new Attempt(node, this, id, peer.id(), true, slot);
        attempts.put(id, attempt);
        attempt.offer();
    }

    /** Answers an offer that was found acceptable. */
    void answer(NegotiationId id, PeerId peer, TransportSlot slot, byte[] offer) {
        Attempt attempt = new Attempt(node, this, id, peer, false, slot);
        attempts.put(id, attempt);
        attempt.answer(offer);
        orphanSenders.remove(id);
        List<Bodies.More> early = orphans.remove(id);
        if (early != null) {
            early.forEach(more -> attempt.signal(more.index(), more.body()));
        }
    }

    /** What follows an offer; it may come before the offer itself, and is kept for a while then. */
    void more(Signal signal) {
        try {
            NegotiationId id = NegotiationId.of(signal.negotiation());
            Bodies.More more = Bodies.More.decode(signal.body());
            Attempt attempt = attempts.get(id);
            if (attempt == null) {
                keep(id, signal.sender(), more);
            } else if (attempt.peer().equals(signal.sender())) {
                attempt.signal(more.index(), more.body());
            }
        } catch (MalformedCborException | IllegalArgumentException e) {
            LOG.debug(
                    "{}: bad NEGOTIATE of {}: {}", node.label(), signal.sender().shortText(), e.getMessage());
        }
    }

    private void keep(NegotiationId id, PeerId sender, Bodies.More more) {
        if (orphans.size() >= MAX_ORPHANS) {
            NegotiationId oldest = orphans.keySet().iterator().next();
            orphans.remove(oldest);
            orphanSenders.remove(oldest);
        }
        if (orphanSenders.getOrDefault(id, sender).equals(sender)) {
            orphanSenders.put(id, sender);
            List<Bodies.More> kept = orphans.computeIfAbsent(id, key -> new ArrayList<>());
            if (kept.size() < 4) {
                kept.add(more);
            }
        }
    }

    /** Whether a negotiation of that id is under way, or kept bodies belong to someone else. */
    boolean isTaken(NegotiationId id, PeerId sender) {
        return attempts.containsKey(id)
                || !orphanSenders.getOrDefault(id, sender).equals(sender);
    }

    Optional<Attempt> find(NegotiationId id) {
        return Optional.ofNullable(attempts.get(id));
    }

    /** The offer of this node to a peer over a transport that has not come to a link yet. */
    Optional<Attempt> ownOffer(PeerId peer, String transport) {
        return attempts.values().stream()
                .filter(attempt -> attempt.peer().equals(peer)
                        && attempt.isInitiator()
                        && !attempt.hasLink()
                        && attempt.slot().name().equals(transport))
                .findFirst();
    }

    /** A peer offers a transport anew: what it offered of that before, and has not come to a link, counts no more. */
    void supersede(PeerId peer, TransportSlot slot) {
        cancel(attempt ->
                isOffer(attempt, peer) && !attempt.hasLink() && attempt.slot().equals(slot));
    }

    /** How many offers of a peer are being answered. */
    int offersOf(PeerId peer) {
        return (int) attempts.values().stream()
                .filter(attempt -> isOffer(attempt, peer))
                .count();
    }

    private static boolean isOffer(Attempt attempt, PeerId peer) {
        return attempt.peer().equals(peer) && !attempt.isInitiator();
    }

    /** Whether a link with a peer is in the making. */
    public boolean active(PeerId peer) {
        return attempts.values().stream().anyMatch(attempt -> attempt.peer().equals(peer));
    }

    /** How many are under way that this node began, or did not begin. */
    int count(boolean initiator) {
        return (int) attempts.values().stream()
                .filter(attempt -> attempt.isInitiator() == initiator)
                .count();
    }

    /** Peers with whom a link is in the making and no session is held. */
    int newPeers() {
        return (int) attempts.values().stream()
                .map(Attempt::peer)
                .distinct()
                .filter(peer -> sessions.find(peer).isEmpty())
                .count();
    }

    /** Gives up; nobody is told. */
    void cancel(Attempt attempt) {
        attempts.remove(attempt.key());
        attempt.cancel();
    }

    /** Gives up all that match; nobody is told. */
    private void cancel(Predicate<Attempt> which) {
        attempts.values().stream().filter(which).toList().forEach(this::cancel);
    }

    /**
     * A session with a peer has a link: the others lose. The side with the lower id chooses, so the other one leaves it to that
     * side to close what has come as far as a handshake: it may have been chosen already.
     */
    void lose(PeerId peer) {
        boolean chooses = node.isLowerThan(peer);
        cancel(attempt -> attempt.peer().equals(peer) && (chooses || !attempt.hasLink()));
    }

    /** Whether a handshake with a peer is under way. */
    boolean shaking(PeerId peer) {
        return attempts.values().stream().anyMatch(attempt -> attempt.peer().equals(peer) && attempt.hasLink());
    }

    /** A transport goes: its negotiations fail. */
    public void slotGone(long slot) {
        attempts.values().stream()
                .filter(attempt -> attempt.slot().generation() == slot)
                .toList()
                .forEach(attempt -> attempt.fail(Failure.here(GoAway.Reason.RETIRED, "the transport went")));
    }

    /** Gives up everything. */
    public void close() {
        cancel(attempt -> true);
    }

    void reject(KnownPeer peer, byte[] id, Rejection reason, String text) {
        outbox.post(peer, Signal.Kind.REJECT, id, new Bodies.Reject(reason, text).encode());
    }

    @Override
    public byte[] send(Attempt attempt, int index, byte[] body) {
        KnownPeer peer = directory.find(attempt.peer()).orElse(null);
        if (peer == null) {
            return new byte[0];
        }
        boolean offer = attempt.isInitiator() && index == 0;
        Optional<byte[]> encoded = offer
                ? own.towards(peer)
                        .map(presence -> new Bodies.Offer(attempt.slot().name(), body, presence).encode())
                : Optional.of(new Bodies.More(index, body).encode());
        Signal.Kind kind = offer ? Signal.Kind.OFFER : Signal.Kind.NEGOTIATE;
        Optional<byte[]> envelope = encoded.flatMap(bytes -> outbox.seal(peer, kind, attempt.id(), bytes));
        envelope.ifPresent(bytes -> outbox.send(peer, bytes, 0));
        return envelope.orElse(new byte[0]);
    }

    @Override
    public void sendAgain(Attempt attempt, byte[] envelope, int count) {
        directory.find(attempt.peer()).ifPresent(peer -> outbox.send(peer, envelope, count));
    }

    @Override
    public Cancellable shake(Attempt attempt, Link link, LinkOrigin origin) {
        return sessions.begin(link, origin, attempt);
    }

    @Override
    public void carries(Attempt attempt) {
        attempts.remove(attempt.key());
    }

    @Override
    public void failed(Attempt attempt, Failure failure) {
        attempts.remove(attempt.key());
        LOG.debug(
                "{}: no link with {} over {}: {}",
                node.label(),
                attempt.peer().shortText(),
                attempt.slot().name(),
                failure.why());
        boolean retired = failure.reason() == GoAway.Reason.RETIRED;
        if (!attempt.hasLink() && (retired || !attempt.isInitiator())) {
            directory
                    .find(attempt.peer())
                    .ifPresent(peer -> reject(peer, attempt.id(), Rejection.FAILED, failure.why()));
        }
        onFailed.accept(attempt, failure);
    }
}
