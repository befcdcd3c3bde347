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
import org.skerry.peering.internal.guard.Refusals;
import org.skerry.peering.internal.hub.Via;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.Failure;
import org.skerry.peering.internal.session.GoAway;
import org.skerry.peering.internal.session.PeerSession;
import org.skerry.peering.internal.session.Sessions;

/**
 * Decides whom to dial and when: peers of swarms in which this node seeks, and peers whose session waits for a link. Where
 * both sides would dial, the lower peer id goes first and the other one waits a moment. Confined to the loop.
 */
public final class Dialler {

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
    private final Admittance admittance;
    private final Refusals refusals;
    private final Directory directory;
    private final OwnSwarms swarms;
    private final Sessions sessions;
    private final TransportRack rack;
    private final Negotiations negotiations;
    private final Doubts doubts;
    private final Races races;
    private final Mover mover;
    private final Map<PeerId, State> states = new HashMap<>();
    private final Set<PeerId> queue = new LinkedHashSet<>();

    /** A dialler; it has to be told of what happens. */
    public Dialler(
            Node node,
            Guard guard,
            Refusals refusals,
            Directory directory,
            OwnSwarms swarms,
            Sessions sessions,
            TransportRack rack,
            Negotiations negotiations) {
        this.node = node;
        this.admittance = new Admittance(node, guard, sessions, negotiations);
        this.refusals = refusals;
        this.directory = directory;
        this.swarms = swarms;
        this.sessions = sessions;
        this.rack = rack;
        this.negotiations = negotiations;
        this.doubts = new Doubts(node);
        this.races = new Races(node, directory, negotiations, rack::isOpen, this::lost);
        this.mover = new Mover(node, directory, sessions, rack, races, doubts, admittance);
        negotiations.onFailed(this::failed);
    }

    // ---- what others say, and what comes and goes

    /** A peer is there anew: what failed before counts no more. */
    public void fresh(PeerId peer) {
        reset(peer);
        consider(peer);
    }

    /** There are other transports now: sessions without a link come first. */
    public void transportsChanged() {
        for (PeerSession session : sessions.all()) {
            if (session.linked()) {
                mover.changed(session.peer());
            } else {
                resume(session.peer());
            }
        }
        considerAll();
    }

    /** A peer has other transports now. */
    public void transportsChanged(PeerId peer) {
        mover.changed(peer);
    }

    /** The other side cannot know yet that there is a way again: no pause is due, not even that of courtesy. */
    private void resume(PeerId peer) {
        doubts.forget(peer);
        reset(peer);
        dialIfWanted(peer);
    }

    private void dialIfWanted(PeerId peer) {
        directory.find(peer).filter(known -> wanted(known) && !races.busy(peer)).ifPresent(this::dial);
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
        if (known == null || !wanted(known) || races.busy(peer)) {
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

    /** Whether there is a transport over which a session with a peer could go on. */
    public boolean canMove(PeerId peer) {
        return directory.find(peer).filter(known -> !common(known).isEmpty()).isPresent();
    }

    /** Forgets what is known of peers that are not in the directory any more. */
    public void forget(List<PeerId> peers) {
        for (PeerId peer : peers) {
            reset(peer);
            states.remove(peer);
            queue.remove(peer);
            doubts.forget(peer);
            races.end(peer);
            mover.forget(peer);
        }
    }

    /** Stops all timers. */
    public void close() {
        states.values().forEach(Dialler::reset);
        states.clear();
        queue.clear();
        races.close();
        mover.close();
    }

    // ---- whom and when

    private boolean wanted(KnownPeer peer) {
        Optional<PeerSession> session = sessions.find(peer.id());
        if (session.isPresent()) {
            return !session.get().linked() && !common(peer).isEmpty();
        }
        return admittance.hasRoomForMore()
                && seeks(peer)
                && !common(peer).isEmpty()
                && admittance.refusal(peer).isEmpty();
    }

    private boolean seeks(KnownPeer peer) {
        return peer.swarms().stream().anyMatch(swarms::seeks);
    }

    private List<TransportSlot> common(KnownPeer peer) {
        return rack.common(peer.transports());
    }

    private Duration pause(KnownPeer peer, State state) {
        DialLimits limits = node.limits().dial();
        if (state.failures > 0) {
            Backoff backoff = new Backoff(limits.redial(), limits.redialCap(), 2);
            return backoff.next(state.failures - 1, node.random());
        }
        return isFirst(peer) ? Duration.ZERO : limits.courtesyPause(node.random());
    }

    /** The side that seeks goes first; if that is both or none, the lower peer id. */
    private boolean isFirst(KnownPeer peer) {
        boolean own = seeks(peer);
        return own == peer.seeks() ? node.isLowerThan(peer.id()) : own;
    }

    private void dial(KnownPeer peer) {
        if (!admittance.canNegotiate(true)) {
            queue.add(peer.id());
            return;
        }
        queue.remove(peer.id());
        races.begin(peer.id(), doubts.sorted(peer.id(), common(peer)));
    }

    private static int distance(KnownPeer peer) {
        return peer.scopes().stream().mapToInt(Via::distance).min().orElse(Via.distance(""));
    }

    // ---- what becomes of it

    private void failed(Attempt attempt, Failure failure) {
        if (failure.byPeer() && failure.isStern()) {
            refusals.byPeer(attempt.peer(), failure.reason().words());
        }
        boolean known = directory.find(attempt.peer()).isPresent(); // else nobody would ever forget this
        if (known && attempt.isInitiator() && (failure.reason() == GoAway.Reason.OTHER || isLinked(attempt.peer()))) {
            doubts.failed(attempt.peer(), attempt.slot().name());
        }
        races.failed(attempt.peer(), failure);
    }

    /** No link is in the making any more, and none came about. */
    private void lost(PeerId peer, Failure last) {
        if (isLinked(peer)) {
            mover.lost(peer);
        } else {
            if (last.reason() != GoAway.Reason.RETIRED) {
                penalise(peer, last.isStern() ? STERN : 1);
            }
            consider(peer);
        }
        next();
    }

    private boolean isLinked(PeerId peer) {
        return sessions.find(peer).filter(PeerSession::linked).isPresent();
    }

    /** A place is free for one of those that wait for it. */
    private void next() {
        for (PeerId peer : List.copyOf(queue)) {
            if (!admittance.canNegotiate(true)) {
                return;
            }
            queue.remove(peer);
            consider(peer);
        }
    }

    private void penalise(PeerId peer, int failures) {
        if (directory.find(peer).isPresent()) { // else nobody would ever forget this
            State state = states.computeIfAbsent(peer, key -> new State());
            state.failures = Math.min(MOST_FAILURES, Math.max(state.failures + 1, failures));
        }
    }

    private void reset(PeerId peer) {
        State state = states.get(peer);
        if (state != null) {
            reset(state);
        }
    }

    private static void reset(State state) {
        state.failures = 0;
        stopTimer(state);
    }

    private static void stopTimer(State state) {
        if (state.timer != null) {
            state.timer.cancel();
            state.timer = null;
        }
    }

    /** A link carries the session with a peer: others are not needed. */
    public void linked(PeerId peer) {
        State state = states.get(peer);
        if (state != null) {
            stopTimer(state);
        }
        queue.remove(peer);
        races.end(peer);
        negotiations.lose(peer);
        mover.linked(peer);
        next();
    }

    /** The link with a peer works, but will not last. */
    public void linkRetiring(PeerId peer, boolean soon) {
        mover.retiring(peer, soon);
    }

    /** A session has no link any more; {@code broken} if it did not close in good order. */
    public void linkLost(PeerSession session, boolean broken) {
        PeerId peer = session.peer();
        boolean settled = node.loop().nanoTime() - session.linkedAt() >= SETTLED_NANOS;
        mover.forget(peer);
        if (settled) {
            doubts.lasted(peer, session.transport());
        } else if (broken && !session.retiring()) {
            doubts.failed(peer, session.transport());
        }
        if (settled || session.retiring()) {
            reset(peer);
        } else {
            penalise(peer, 1);
        }
        consider(peer);
    }

    /** There is no session with a peer any more. */
    public void ended(PeerId peer, GoAway why, boolean byPeer) {
        boolean gone = why.reason() == GoAway.Reason.DONE || why.reason() == GoAway.Reason.LEAVING;
        mover.forget(peer);
        if (byPeer && gone) {
            directory.forget(peer); // it is there again when it is heard again
            forget(List.of(peer));
        } else {
            penalise(peer, Failure.isStern(why.reason()) ? STERN : 1);
        }
        considerAll();
    }
}
