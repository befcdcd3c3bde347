// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.peering.internal.directory.OwnSwarms;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens envelopes and lets through what is genuine, fresh and of the kind that belongs where it came. */
final class Inbound {

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Node node;
    private final HubListener listener;
    private final ReplayGuard replays = new ReplayGuard();
    private final Instant began;
    private volatile boolean twin;
    private long yieldsUntil;

    Inbound(Node node, HubListener listener) {
        this.node = node;
        this.listener = listener;
        this.began = node.loop().now();
        this.yieldsUntil = node.loop().nanoTime();
    }

    void announced(HubChannel from, Hub.TopicOwner owner, byte[] envelope) {
        Self self = node.self().orElse(null);
        if (self == null
                || !worthOpening(
                        from, envelope, () -> self.envelopes().plausible(envelope, owner.swarm(), owner.day()))) {
            return;
        }
        genuine(from, envelope, self.envelopes().open(envelope, owner.swarm(), owner.day()))
                .ifPresent(signal -> {
                    boolean belongs = signal.kind() == Signal.Kind.ANNOUNCE || signal.kind() == Signal.Kind.QUERY;
                    if (!belongs || signal.receiver().isPresent()) {
                        LOG.debug("{}: {} does not belong under a topic", node.label(), signal.kind());
                    } else if (admit(self, signal, from)) {
                        presence(signal, from, owner.swarm());
                    }
                });
    }

    void received(HubChannel from, OwnSwarms swarms, byte[] envelope) {
        Self self = node.self().orElse(null);
        if (self == null
                || yields()
                || !worthOpening(from, envelope, () -> self.envelopes().plausible(envelope))) {
            return;
        }
        genuine(from, envelope, self.envelopes().open(envelope))
                .filter(signal -> signal.receiver().filter(self.id()::equals).isPresent())
                .filter(signal -> admit(self, signal, from))
                .ifPresent(signal -> {
                    switch (signal.kind()) {
                        case PRESENCE -> presence(signal, from, swarms);
                        case OFFER, NEGOTIATE, REJECT -> listener.directed(signal, from.via());
                        default -> LOG.debug("{}: {} does not belong in an inbox", node.label(), signal.kind());
                    }
                });
    }

    /** What is junk, or came before, takes no share of the rate, so that it starves nobody. */
    private static boolean worthOpening(HubChannel from, byte[] envelope, BooleanSupplier plausible) {
        return !from.recent().has(envelope) && plausible.getAsBoolean() && from.withinRate();
    }

    private Optional<Signal> genuine(HubChannel from, byte[] envelope, Opened opened) {
        if (opened instanceof Opened.Genuine genuine) {
            from.recent().note(envelope);
            return Optional.of(genuine.signal());
        }
        if (LOG.isTraceEnabled() && opened instanceof Opened.Refused refused) {
            LOG.trace("{}: envelope over {} refused: {}", node.label(), from.via(), refused.reason());
        }
        return Optional.empty();
    }

    /** Under a topic the body must name that swarm alone: its signature then holds for no other one. */
    private void presence(Signal signal, HubChannel from, SwarmId swarm) {
        try {
            Presence presence = Presence.from(CborCodec.decodeMap(signal.body(), Presence.limits()));
            if (presence.swarms().size() == 1 && presence.swarms().get(0).equals(swarm)) {
                listener.present(signal, presence, swarm, from.via());
            }
        } catch (MalformedCborException | IllegalArgumentException e) {
            LOG.debug("{}: bad {}: {}", node.label(), signal.kind(), e.getMessage());
        }
    }

    private void presence(Signal signal, HubChannel from, OwnSwarms swarms) {
        try {
            Presence presence = Presence.from(CborCodec.decodeMap(signal.body(), Presence.limits()));
            for (SwarmId swarm : presence.swarms()) {
                if (swarms.has(swarm)) {
                    listener.present(signal, presence, swarm, from.via());
                }
            }
        } catch (MalformedCborException | IllegalArgumentException e) {
            LOG.debug("{}: bad {}: {}", node.label(), signal.kind(), e.getMessage());
        }
    }

    private boolean admit(Self self, Signal signal, HubChannel from) {
        if (signal.sender().equals(self.id())) {
            own(self, signal);
            return false;
        }
        ReplayGuard.Verdict verdict = replays.check(
                signal, node.limits().hub(), node.loop().now(), node.loop().nanoTime());
        if (verdict == ReplayGuard.Verdict.REPLAYED) {
            listener.presentVia(signal.sender(), from.via());
        } else if (verdict != ReplayGuard.Verdict.FRESH) {
            LOG.debug(
                    "{}: {} of {} refused: {}",
                    node.label(),
                    signal.kind(),
                    signal.sender().shortText(),
                    verdict);
        }
        return verdict == ReplayGuard.Verdict.FRESH;
    }

    /**
     * Own signals come back on some networks; those of another process that has the same keys are signed in its name. Of two
     * such, peers take the one that started last, so the other one leaves to it what is said to both.
     */
    private void own(Self self, Signal signal) {
        if (!signal.time().isAfter(began) || signal.receiver().isPresent()) {
            return;
        }
        try {
            Presence presence = Presence.from(CborCodec.decodeMap(signal.body(), Presence.limits()));
            if (presence.incarnation() != self.identity().incarnation()) {
                twin(self, presence.incarnation() > self.identity().incarnation());
            }
        } catch (MalformedCborException | IllegalArgumentException e) {
            LOG.debug("{}: bad {} of this node: {}", node.label(), signal.kind(), e.getMessage());
        }
    }

    private void twin(Self self, boolean later) {
        if (later) {
            yieldsUntil = node.loop().nanoTime()
                    + node.limits().directory().remember().toNanos();
        }
        if (!twin) {
            twin = true;
            LOG.warn(
                    "{}: another node runs with the identity {}; peers take the one that started last. Give one of them a"
                            + " home of its own, without state/identity",
                    node.label(),
                    self.id());
        }
    }

    /** Whether another process that started later has this node's keys, and was heard lately. */
    private boolean yields() {
        return node.loop().nanoTime() - yieldsUntil < 0;
    }

    boolean hasTwin() {
        return twin;
    }
}
