// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Backoff;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.directory.OwnSwarms;
import org.skerry.peering.internal.guard.Guard;
import org.skerry.peering.internal.hub.Via;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.GoAway;
import org.skerry.peering.internal.session.PeerSession;
import org.skerry.peering.internal.session.SessionWatcher;
import org.skerry.peering.internal.session.Sessions;

/**
 * Decides whom to dial and when: peers of swarms in which this node seeks, and peers whose session waits for a link. Where
 * both sides would dial, the lower peer id goes first and the other one waits a moment. Confined to the loop.
 */
public final class Dialler implements SessionWatcher {

    /** A link that lived for this long was no failure. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(10).toNanos();

    /** Failures that a refusal counts for. */
    private static final int STERN = 5;

    private static final int MOST_FAILURES = 16;

    private static final class State {
        int failures;

        @Nullable
        Cancellable timer;
    }

    private final Node node;
    private final Guard guard;
    private final Directory directory;
    private final OwnSwarms swarms;
    private final Sessions sessions;
    private final TransportRack rack;
    private final Negotiations negotiations;
    private final Map<PeerId, State> states = new HashMap<>();
    private final Set<PeerId> queue = new LinkedHashSet<>();

    /** A dialler; it has to be told of what happens. */
    public Dialler(
            Node node,
            Guard guard,
            Directory directory,
            OwnSwarms swarms,
            Sessions sessions,
            TransportRack rack,
            Negotiations negotiations) {
        this.node = node;
        this.guard = guard;
        this.directory = directory;
        this.swarms = swarms;
        this.sessions = sessions;
        this.rack = rack;
        this.negotiations = negotiations;
        negotiations.onEnded(this::failed);
    }

    /** A peer is there anew: what failed before counts no more. */
    public void fresh(PeerId peer) {
        reset(peer);
        consider(peer);
    }

    /** There are other transports now: sessions without a link come first. */
    public void transportsChanged() {
        for (PeerSession session : sessions.all()) {
            if (!session.linked()) {
                resume(session.peer());
            }
        }
        considerAll();
    }

    /** The other side cannot know yet that there is a way again: no pause is due, not even that of courtesy. */
    private void resume(PeerId peer) {
        reset(peer);
        dialIfWanted(peer);
    }

    private void dialIfWanted(PeerId peer) {
        directory
                .find(peer)
                .filter(known -> wanted(known) && !negotiations.active(peer))
                .ifPresent(this::dial);
    }

    /** Looks at everyone, the nearest first. */
    public void considerAll() {
        List<KnownPeer> all = new ArrayList<>(directory.all());
        all.sort(Comparator.comparingInt(Dialler::distance));
        all.forEach(known -> consider(known.id()));
    }

    /** Dials a peer if that is wanted, at once or after the pause that is due. */
    public void consider(PeerId peer) {
        KnownPeer known = directory.find(peer).orElse(null);
        if (known == null || !wanted(known) || negotiations.active(peer)) {
            return;
        }
        State state = states.computeIfAbsent(peer, key -> new State());
        if (state.timer != null) {
            return;
        }
        Duration pause = pause(known, state);
        if (pause.isZero()) {
            dial(known);
        } else {
            state.timer = node.loop().schedule(pause, () -> {
                state.timer = null;
                dialIfWanted(peer);
            });
        }
    }

    /** Forgets what is known of peers that are not in the directory any more. */
    public void forget(List<PeerId> peers) {
        for (PeerId peer : peers) {
            reset(peer);
            states.remove(peer);
            queue.remove(peer);
        }
    }

    /** Stops all timers. */
    public void close() {
        states.values().forEach(Dialler::reset);
        states.clear();
        queue.clear();
    }

    private boolean wanted(KnownPeer peer) {
        Optional<PeerSession> session = sessions.find(peer.id());
        if (session.isPresent()) {
            return !session.get().linked() && !common(peer).isEmpty();
        }
        boolean room =
                sessions.size() + negotiations.newPeers() < node.limits().dial().maxPeers();
        return room
                && seeks(peer)
                && !common(peer).isEmpty()
                && guard.refusal(peer.id(), peer.swarms()).isEmpty();
    }

    private boolean seeks(KnownPeer peer) {
        return peer.swarms().stream().anyMatch(swarms::seeks);
    }

    private List<TransportSlot> common(KnownPeer peer) {
        return rack.names().stream()
                .filter(peer.transports()::contains)
                .flatMap(name -> rack.find(name).stream())
                .toList();
    }

    private Duration pause(KnownPeer peer, State state) {
        DialLimits limits = node.limits().dial();
        if (state.failures > 0) {
            Backoff backoff = new Backoff(limits.redial(), limits.redialCap(), 2);
            return backoff.next(state.failures - 1, node.random());
        }
        if (isFirst(peer)) {
            return Duration.ZERO;
        }
        long courtesy = limits.courtesy().toNanos();
        return Duration.ofNanos(courtesy + node.random().nextLong(courtesy + 1));
    }

    /** The side that seeks goes first; if that is both or none, the lower peer id. */
    private boolean isFirst(KnownPeer peer) {
        boolean own = seeks(peer);
        return own == peer.seeks() ? node.isLowerThan(peer.id()) : own;
    }

    /** The transports race. */
    private void dial(KnownPeer peer) {
        if (negotiations.count(true) >= node.limits().dial().pending()) {
            queue.add(peer.id());
            return;
        }
        queue.remove(peer.id());
        common(peer).forEach(slot -> negotiations.offer(peer, slot));
    }

    private void failed(PeerId peer, boolean initiator, GoAway.Reason reason) {
        if (negotiations.active(peer)) {
            return; // others still race
        }
        boolean linked = sessions.find(peer).filter(PeerSession::linked).isPresent();
        if (!linked && reason != GoAway.Reason.RETIRED) {
            penalise(peer, isStern(reason) ? STERN : 1);
        }
        consider(peer);
        next();
    }

    /** A place is free for one of those that wait for it. */
    private void next() {
        List<PeerId> waiting = List.copyOf(queue);
        for (PeerId peer : waiting) {
            if (negotiations.count(true) >= node.limits().dial().pending()) {
                return;
            }
            queue.remove(peer);
            consider(peer);
        }
    }

    private static boolean isStern(GoAway.Reason reason) {
        return switch (reason) {
            case REFUSED, BUSY, VERSION, PROTOCOL, DONE -> true;
            default -> false;
        };
    }

    private void penalise(PeerId peer, int failures) {
        State state = states.computeIfAbsent(peer, key -> new State());
        state.failures = Math.min(MOST_FAILURES, Math.max(state.failures + 1, failures));
    }

    private void reset(PeerId peer) {
        State state = states.get(peer);
        if (state != null) {
            reset(state);
        }
    }

    private static void reset(State state) {
        state.failures = 0;
        if (state.timer != null) {
            state.timer.cancel();
            state.timer = null;
        }
    }

    private static int distance(KnownPeer peer) {
        return peer.scopes().stream().mapToInt(Via::distance).min().orElse(Via.distance(""));
    }

    @Override
    public void linked(PeerId peer) {
        State state = states.get(peer);
        if (state != null && state.timer != null) {
            state.timer.cancel();
            state.timer = null;
        }
        queue.remove(peer);
        negotiations.cancel(attempt -> attempt.peer().equals(peer));
        next();
    }

    @Override
    public void linkLost(PeerId peer, long livedNanos) {
        if (livedNanos >= SETTLED_NANOS) {
            reset(peer);
        } else {
            penalise(peer, 1);
        }
        consider(peer);
    }

    @Override
    public void ended(PeerId peer, GoAway why, boolean byPeer) {
        boolean gone = why.reason() == GoAway.Reason.DONE || why.reason() == GoAway.Reason.LEAVING;
        if (byPeer && gone) {
            directory.forget(peer); // it is there again when it is heard again
            forget(List.of(peer));
        } else {
            penalise(peer, isStern(why.reason()) ? STERN : 1);
        }
        considerAll();
    }
}
