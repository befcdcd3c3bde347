// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

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

    Inbound(Node node, HubListener listener) {
        this.node = node;
        this.listener = listener;
    }

    void announced(HubChannel from, Hub.TopicOwner owner, byte[] envelope) {
        Self self = node.self().orElse(null);
        if (self == null) {
            return;
        }
        Opened opened = self.envelopes().open(envelope, owner.swarm(), owner.day());
        if (!(opened instanceof Opened.Genuine genuine)) {
            refuse(from, opened);
            return;
        }
        Signal signal = genuine.signal();
        boolean belongs = signal.kind() == Signal.Kind.ANNOUNCE || signal.kind() == Signal.Kind.QUERY;
        if (!belongs || signal.receiver().isPresent()) {
            LOG.debug("{}: {} does not belong under a topic", node.label(), signal.kind());
        } else if (admit(self, signal, from)) {
            presence(signal, from, owner.swarm());
        }
    }

    void received(HubChannel from, OwnSwarms swarms, byte[] envelope) {
        Self self = node.self().orElse(null);
        if (self == null) {
            return;
        }
        Opened opened = self.envelopes().open(envelope);
        if (!(opened instanceof Opened.Genuine genuine)) {
            refuse(from, opened);
            return;
        }
        Signal signal = genuine.signal();
        if (!signal.receiver().filter(self.id()::equals).isPresent() || !admit(self, signal, from)) {
            return;
        }
        switch (signal.kind()) {
            case PRESENCE -> presence(signal, from, swarms);
            case OFFER, NEGOTIATE, REJECT -> listener.directed(signal, from.via());
            default -> LOG.debug("{}: {} does not belong in an inbox", node.label(), signal.kind());
        }
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
            return false; // own signals come back on some networks
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

    private void refuse(HubChannel from, Opened opened) {
        if (LOG.isTraceEnabled() && opened instanceof Opened.Refused refused) {
            LOG.trace("{}: envelope over {} refused: {}", node.label(), from.via(), refused.reason());
        }
    }
}
