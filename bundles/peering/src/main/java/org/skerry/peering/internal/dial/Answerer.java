// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.directory.OwnSwarms;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.guard.Guard;
import org.skerry.peering.internal.guard.Refusals;
import org.skerry.peering.internal.guard.SourceRates;
import org.skerry.peering.internal.hub.Via;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.Failure;
import org.skerry.peering.internal.session.GoAway;
import org.skerry.peering.internal.session.Sessions;
import org.skerry.spi.identity.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what to do with offers, answers and rejections of others. Confined to the loop. */
public final class Answerer {

    private static final Logger LOG = LoggerFactory.getLogger(Answerer.class);
    private static final int MAX_SOURCES = 4096;

    /** Offers of one peer that are answered at the same time: one for each transport of a race, and no more. */
    private static final int MOST_OFFERS = 3;

    private final Node node;
    private final Guard guard;
    private final Refusals refusals;
    private final Admittance admittance;
    private final Directory directory;
    private final OwnSwarms swarms;
    private final Sessions sessions;
    private final TransportRack rack;
    private final Negotiations negotiations;
    private final Heard heard;
    private final SourceRates<PeerId> rates = new SourceRates<>(MAX_SOURCES);

    /** Notes the presence in an offer. */
    @FunctionalInterface
    public interface Heard {
        /** As if the presence had come on its own. */
        void heard(Signal signal, Presence presence, Via via);
    }

    /** An answerer. */
    public Answerer(
            Node node,
            Guard guard,
            Refusals refusals,
            Directory directory,
            OwnSwarms swarms,
            Sessions sessions,
            TransportRack rack,
            Negotiations negotiations,
            Heard heard) {
        this.node = node;
        this.guard = guard;
        this.refusals = refusals;
        this.admittance = new Admittance(node, guard, sessions, negotiations);
        this.directory = directory;
        this.swarms = swarms;
        this.sessions = sessions;
        this.rack = rack;
        this.negotiations = negotiations;
        this.heard = heard;
    }

    /** An OFFER, NEGOTIATE or REJECT for this node; genuine and fresh. */
    public void directed(Signal signal, Via via) {
        if (signal.negotiation().length != NegotiationId.BYTES) {
            return;
        }
        switch (signal.kind()) {
            case OFFER -> offer(signal, via);
            case NEGOTIATE -> negotiations.more(signal);
            case REJECT -> rejected(signal);
            default -> LOG.debug("{}: {} is no part of a negotiation", node.label(), signal.kind());
        }
    }

    private void offer(Signal signal, Via via) {
        PeerId peer = signal.sender();
        DialLimits limits = node.limits().dial();
        if (guard.banned(peer)) {
            refusals.here(peer, Guard.BANNED);
            LOG.debug("{}: offer of {} ignored: banned", node.label(), peer.shortText());
            return;
        }
        if (!rates.take(peer, limits.newPerSecond(), node.loop().nanoTime())) {
            LOG.debug("{}: offer of {} ignored: too many", node.label(), peer.shortText());
            return;
        }
        try {
            offer(signal, Bodies.Offer.decode(signal.body()), via);
        } catch (MalformedCborException | IllegalArgumentException e) {
            LOG.debug("{}: bad OFFER of {}: {}", node.label(), peer.shortText(), e.getMessage());
        }
    }

    private void offer(Signal signal, Bodies.Offer offer, Via via) {
        NegotiationId id = NegotiationId.of(signal.negotiation());
        PeerId peer = signal.sender();
        if (negotiations.isTaken(id, peer)) {
            return;
        }
        if (offer.presence().swarms().stream().noneMatch(swarms::has)
                && sessions.find(peer).isEmpty()) {
            LOG.debug("{}: offer of {} ignored: no swarm in common", node.label(), peer.shortText());
            return;
        }
        heard.heard(signal, offer.presence(), via);
        KnownPeer known = directory.find(peer).orElse(null);
        if (known == null || offer.presence().incarnation() < known.incarnation()) {
            return;
        }
        Optional<TransportSlot> slot = rack.find(offer.transport());
        slot.ifPresent(open -> negotiations.supersede(peer, open));
        Optional<Rejection> objection = objection(known, slot.isPresent());
        if (objection.isPresent()) {
            negotiations.reject(known, signal.negotiation(), objection.get(), "");
        } else if (slot.isPresent() && yields(known, slot.get(), signal)) {
            negotiations.answer(id, peer, slot.get(), offer.body());
        }
    }

    private Optional<Rejection> objection(KnownPeer peer, boolean hasTransport) {
        Optional<String> refusal = admittance.refusal(peer);
        if (refusal.isPresent()) {
            refusals.here(peer.id(), refusal.get());
            LOG.debug("{}: offer of {} refused: {}", node.label(), peer.id().shortText(), refusal.get());
            return Optional.of(Rejection.REFUSED);
        }
        if (!hasTransport) {
            return Optional.of(Rejection.NO_TRANSPORT);
        }
        if (negotiations.offersOf(peer.id()) >= MOST_OFFERS) {
            return Optional.of(Rejection.OTHER);
        }
        if (admittance.hasRoom(peer) && admittance.canNegotiate(false)) {
            return Optional.empty();
        }
        refusals.here(peer.id(), GoAway.Reason.BUSY.words());
        return Optional.of(Rejection.BUSY);
    }

    /** Both sides offered the same transport: the offer of the lower id counts. Whether the other side's does. */
    private boolean yields(KnownPeer peer, TransportSlot slot, Signal signal) {
        Optional<Attempt> own = negotiations.ownOffer(peer.id(), slot.name());
        if (own.isEmpty()) {
            return true;
        }
        if (node.isLowerThan(peer.id())) {
            negotiations.reject(peer, signal.negotiation(), Rejection.GLARE, "");
            own.get().sendAgain();
            return false;
        }
        negotiations.cancel(own.get());
        return true;
    }

    private void rejected(Signal signal) {
        try {
            Bodies.Reject reject = Bodies.Reject.decode(signal.body());
            Optional<Attempt> attempt = negotiations.find(NegotiationId.of(signal.negotiation()));
            if (attempt.filter(a -> a.peer().equals(signal.sender()) && !a.hasLink())
                    .isEmpty()) {
                return;
            }
            if (reject.reason() == Rejection.GLARE) {
                negotiations.cancel(attempt.get()); // the other offer is on its way
            } else {
                String why = "rejected: " + reject.reason() + " " + reject.text();
                attempt.get().fail(new Failure(kind(reject.reason()), why, true));
            }
        } catch (MalformedCborException | IllegalArgumentException e) {
            LOG.debug("{}: bad REJECT of {}: {}", node.label(), signal.sender().shortText(), e.getMessage());
        }
    }

    private static GoAway.Reason kind(Rejection reason) {
        return switch (reason) {
            case BUSY -> GoAway.Reason.BUSY;
            case REFUSED -> GoAway.Reason.REFUSED;
            default -> GoAway.Reason.OTHER;
        };
    }
}
