// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.Failure;

/**
 * Dialling under way, at most one race with each peer: the best transport is offered first, the next one a moment later or at
 * once when all before it have failed (as in RFC 8305, section 5). The first link on which both sides prove who they are ends it.
 * Confined to the loop.
 */
final class Races {

    private final Node node;
    private final Directory directory;
    private final Negotiations negotiations;
    private final Predicate<TransportSlot> open;
    private final Lost onLost;
    private final Map<PeerId, Race> races = new HashMap<>();

    /** Hears when nothing came of a race, or of an offer of the other side. */
    @FunctionalInterface
    interface Lost {
        void lost(PeerId peer, Failure last);
    }

    private static final class Race {
        final ArrayDeque<TransportSlot> waiting;
        Failure last = Failure.of("nothing came of it");

        @Nullable
        Cancellable timer;

        Race(List<TransportSlot> slots) {
            waiting = new ArrayDeque<>(slots);
        }
    }

    Races(Node node, Directory directory, Negotiations negotiations, Predicate<TransportSlot> open, Lost onLost) {
        this.node = node;
        this.directory = directory;
        this.negotiations = negotiations;
        this.open = open;
        this.onLost = onLost;
    }

    /** Begins; does nothing if there is a link with the peer in the making, or nothing to offer. */
    void begin(PeerId peer, List<TransportSlot> slots) {
        if (!busy(peer) && !slots.isEmpty()) {
            Race race = new Race(slots);
            races.put(peer, race);
            next(peer, race);
        }
    }

    /** Whether a link with a peer is in the making. */
    boolean busy(PeerId peer) {
        return races.containsKey(peer) || negotiations.active(peer);
    }

    /** Nothing more is offered to a peer; what was offered goes on. */
    void end(PeerId peer) {
        Race race = races.remove(peer);
        if (race != null && race.timer != null) {
            race.timer.cancel();
        }
    }

    void close() {
        List.copyOf(races.keySet()).forEach(this::end);
    }

    /** An attempt of either side came to nothing. */
    void failed(PeerId peer, Failure failure) {
        Race race = races.get(peer);
        if (race != null) {
            race.last = failure;
        }
        if (negotiations.active(peer)) {
            return; // others still run
        }
        if (race == null) {
            onLost.lost(peer, failure);
        } else {
            next(peer, race);
        }
    }

    private void next(PeerId peer, Race race) {
        if (race.timer != null) {
            race.timer.cancel();
        }
        race.timer = node.loop().schedule(node.limits().move().stagger(), () -> tick(peer, race));
        race.waiting.removeIf(open.negate()); // it has gone since the race began
        TransportSlot slot = race.waiting.poll();
        if (slot != null) {
            directory.find(peer).ifPresent(known -> negotiations.offer(known, slot));
        } else if (!negotiations.active(peer)) {
            end(peer);
            onLost.lost(peer, race.last);
        }
    }

    /** While a handshake is under way, there is no need for another link yet. */
    private void tick(PeerId peer, Race race) {
        if (negotiations.shaking(peer)) {
            race.timer = node.loop().schedule(node.limits().move().stagger(), () -> tick(peer, race));
        } else {
            next(peer, race);
        }
    }
}
