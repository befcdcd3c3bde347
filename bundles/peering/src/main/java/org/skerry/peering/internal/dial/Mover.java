// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Backoff;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.PeerSession;
import org.skerry.peering.internal.session.Sessions;

/**
 * Moves sessions that have a link to another one: away from a link that will not last, over whatever transport there is, the same
 * too; and to a better transport. The latter is for the lower peer id alone to decide, so that the two sides never pull in
 * different directions. Confined to the loop.
 */
final class Mover {

    private static final class State {
        int failures;
        boolean soon;

        @Nullable
        Cancellable timer;
    }

    private final Node node;
    private final Directory directory;
    private final Sessions sessions;
    private final TransportRack rack;
    private final Races races;
    private final Doubts doubts;
    private final Admittance admittance;
    private final Map<PeerId, State> states = new HashMap<>();

    Mover(
            Node node,
            Directory directory,
            Sessions sessions,
            TransportRack rack,
            Races races,
            Doubts doubts,
            Admittance admittance) {
        this.node = node;
        this.directory = directory;
        this.sessions = sessions;
        this.rack = rack;
        this.races = races;
        this.doubts = doubts;
        this.admittance = admittance;
    }

    /**
     * The link with a peer will not last.
     *
     * @param soon whether it is a matter of a moment, so that both sides dial at once
     */
    void retiring(PeerId peer, boolean soon) {
        state(peer).soon = soon;
        review(peer);
    }

    /** A link carries the session with a peer. */
    void linked(PeerId peer) {
        forget(peer);
        review(peer);
    }

    /** There are other transports, here or there: what failed before counts no more. */
    void changed(PeerId peer) {
        doubts.forget(peer);
        review(peer);
    }

    /** Nothing came of a race with a peer whose session has a link. */
    void lost(PeerId peer) {
        state(peer).failures++;
        review(peer);
    }

    /** The session with a peer has no link any more, or there is none. */
    void forget(PeerId peer) {
        State state = states.remove(peer);
        if (state != null && state.timer != null) {
            state.timer.cancel();
        }
    }

    void close() {
        List.copyOf(states.keySet()).forEach(this::forget);
    }

    private State state(PeerId peer) {
        return states.computeIfAbsent(peer, key -> new State());
    }

    private void review(PeerId peer) {
        PeerSession session = sessions.find(peer).filter(PeerSession::linked).orElse(null);
        KnownPeer known = directory.find(peer).orElse(null);
        if (session == null || known == null || races.busy(peer)) {
            return; // whatever comes of it, this is called again
        }
        if (session.retiring()) {
            escape(known);
        } else if (node.isLowerThan(peer)) {
            improve(known, session);
        }
    }

    private void escape(KnownPeer peer) {
        State state = state(peer.id());
        DialLimits limits = node.limits().dial();
        if (state.failures > 0) {
            Backoff backoff = new Backoff(limits.redial(), limits.redialCap(), 2);
            after(peer.id(), backoff.next(state.failures - 1, node.random()), () -> dial(peer));
        } else if (state.soon || node.isLowerThan(peer.id())) {
            dial(peer);
        } else {
            after(peer.id(), limits.courtesyPause(node.random()), () -> dial(peer));
        }
    }

    private void dial(KnownPeer peer) {
        race(peer.id(), doubts.sorted(peer.id(), rack.common(peer.transports())));
    }

    private void race(PeerId peer, List<TransportSlot> slots) {
        if (admittance.canNegotiate(true)) {
            races.begin(peer, slots);
        } else {
            after(peer, node.limits().dial().redial(), () -> review(peer));
        }
    }

    private void improve(KnownPeer peer, PeerSession session) {
        List<TransportSlot> better = rack.better(session.transport(), peer.transports());
        if (better.isEmpty()) {
            return;
        }
        long age = node.loop().nanoTime() - session.linkedAt();
        long settle = node.limits().move().settle().toNanos() - age;
        List<TransportSlot> fit = better.stream()
                .filter(slot -> !doubts.isDoubtful(peer.id(), slot))
                .toList();
        if (settle > 0) {
            after(peer.id(), Duration.ofNanos(settle), () -> review(peer.id()));
        } else if (!fit.isEmpty()) {
            race(peer.id(), fit);
        } else if (!session.metered()) {
            doubts.wait(peer.id(), better)
                    .ifPresent(wait -> after(peer.id(), Duration.ofNanos(wait), () -> review(peer.id())));
        }
    }

    private void after(PeerId peer, Duration pause, Runnable task) {
        State state = state(peer);
        if (state.timer != null) {
            state.timer.cancel();
        }
        state.timer = node.loop().schedule(pause, task);
    }
}
