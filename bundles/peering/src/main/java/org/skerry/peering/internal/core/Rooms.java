// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.dial.Answerer;
import org.skerry.peering.internal.dial.Dialler;
import org.skerry.peering.internal.dial.Negotiations;
import org.skerry.peering.internal.dial.TransportRack;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.directory.OwnSwarms;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.guard.Guard;
import org.skerry.peering.internal.guard.Refusals;
import org.skerry.peering.internal.guard.Reputation;
import org.skerry.peering.internal.hub.Announcer;
import org.skerry.peering.internal.hub.Hub;
import org.skerry.peering.internal.hub.HubListener;
import org.skerry.peering.internal.hub.Outbox;
import org.skerry.peering.internal.hub.Via;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.peering.internal.session.Failure;
import org.skerry.peering.internal.session.GoAway;
import org.skerry.peering.internal.session.Listeners;
import org.skerry.peering.internal.session.Membership;
import org.skerry.peering.internal.session.PeerSession;
import org.skerry.peering.internal.session.SessionWatcher;
import org.skerry.peering.internal.session.Sessions;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.session.Conduct;

/** All rooms of one node, and what passes between them. Confined to the loop. */
final class Rooms implements HubListener, SessionWatcher, Membership, TransportRack.Users {

    private static final int SWEEPS_PER_LIFE = 60;
    private static final Duration JOURNAL = Duration.ofSeconds(60);

    private final Node node;
    private final PeerTable table;
    final Guard guard;
    private final Refusals refusals;
    final OwnSwarms swarms = new OwnSwarms();
    final Listeners listeners;
    final Directory directory;
    final Sessions sessions;
    final Hub hub;
    final Announcer announcer;
    final TransportRack rack;
    final Negotiations negotiations;
    final Dialler dialler;
    private final Answerer answerer;
    private Consumer<List<Reputation.Score>> journal = scores -> {};
    private @Nullable Cancellable sweep;
    private @Nullable Self known;

    Rooms(Node node) {
        this.node = node;
        guard = new Guard(node);
        refusals = new Refusals(node);
        listeners = new Listeners(node);
        sessions = new Sessions(node, guard, this, listeners, this);
        directory = new Directory(node, peer -> sessions.find(peer).isPresent());
        hub = new Hub(node, swarms, this);
        Outbox outbox = new Outbox(node, hub);
        announcer = new Announcer(node, hub, swarms, directory, outbox, this::own);
        rack = new TransportRack(node, this, this::transportsChanged);
        negotiations = new Negotiations(node, directory, outbox, sessions, this::ownTowards);
        dialler = new Dialler(node, guard, refusals, directory, swarms, sessions, rack, negotiations);
        answerer = new Answerer(
                node, guard, refusals, directory, swarms, sessions, rack, negotiations, this::heardInOffer);
        table = new PeerTable(node, directory, sessions, negotiations, refusals);
        scheduleSweep();
    }

    PeerTable table() {
        return table;
    }

    // ---- what the node does

    void self(@Nullable Self next) {
        Self before = known;
        node.self(next);
        if (next == null) {
            return;
        }
        if (before != null && !before.id().equals(next.id())) {
            sessions.close(GoAway.of(GoAway.Reason.LEAVING, "the node has another identity"));
            negotiations.close();
            rack.reset();
        }
        known = next;
        rack.selfChanged();
        hub.selfChanged();
    }

    void join(SwarmId swarm, boolean seeking) {
        boolean isNew = !swarms.has(swarm);
        if (swarms.join(swarm, seeking)) {
            announcer.joined(swarm);
            if (isNew) {
                hub.joined(swarm);
            }
            dialler.considerAll();
        }
    }

    void leave(SwarmId swarm, boolean seeking) {
        if (swarms.leave(swarm, seeking)) {
            announcer.left(swarm);
            hub.left(swarm);
            dialler.forget(directory.left(swarm));
            sessions.left(swarm);
            table.changed();
        }
    }

    void report(PeerId peer, Conduct conduct, String detail) {
        if (guard.report(peer, conduct, detail)) {
            refusals.here(peer, Guard.BANNED);
            sessions.expel(peer, "banned");
        }
    }

    /** A trust policy came: sessions that it does not admit end. */
    void reviewTrust() {
        for (PeerSession session : sessions.all()) {
            guard.refusal(session.peer(), session.swarms()).ifPresent(why -> {
                refusals.here(session.peer(), why);
                sessions.expel(session.peer(), why);
            });
        }
    }

    void journal(Consumer<List<Reputation.Score>> next) {
        journal = next;
        journalLater();
    }

    private void journalLater() {
        node.loop().schedule(JOURNAL, () -> {
            writeJournal();
            journalLater();
        });
    }

    private void writeJournal() {
        if (guard.reputation().takeChanged()) {
            journal.accept(guard.reputation().scores());
        }
    }

    void close() {
        writeJournal();
        if (sweep != null) {
            sweep.cancel();
        }
        dialler.close();
        announcer.close();
        sessions.close(GoAway.of(GoAway.Reason.LEAVING, "the node stops"));
        negotiations.close();
        rack.close();
        hub.close();
        table.close();
    }

    private void scheduleSweep() {
        Duration period = node.limits().directory().remember().dividedBy(SWEEPS_PER_LIFE);
        sweep = node.loop().schedule(period, () -> {
            List<PeerId> forgotten = directory.sweep();
            dialler.forget(forgotten);
            if (!forgotten.isEmpty()) {
                table.changed();
            }
            scheduleSweep();
        });
    }

    private Optional<Presence> own(List<SwarmId> named) {
        return node.self()
                .map(self -> new Presence(
                        self.identity().inbox(node.loop().now().getEpochSecond() / 86_400),
                        self.identity().sealKey(),
                        rack.names(),
                        self.identity().incarnation(),
                        named.stream().anyMatch(swarms::seeks),
                        named));
    }

    private Optional<Presence> ownTowards(KnownPeer peer) {
        return own(peer.swarms().stream()
                .filter(swarms::has)
                .limit(Presence.MAX_SWARMS)
                .toList());
    }

    @Override
    public boolean going(long slot) {
        negotiations.slotGone(slot);
        return sessions.slotGoing(slot, dialler::canMove);
    }

    @Override
    public boolean needs(long slot) {
        return sessions.uses(slot);
    }

    private void transportsChanged() {
        announcer.changed();
        dialler.transportsChanged();
    }

    // ---- what others say

    @Override
    public void present(Signal signal, Presence presence, SwarmId swarm, Via via) {
        heard(signal, presence, swarm, via);
    }

    private void heardInOffer(Signal signal, Presence presence, Via via) {
        presence.swarms().stream().filter(swarms::has).forEach(swarm -> heard(signal, presence, swarm, via));
    }

    private void heard(Signal signal, Presence presence, SwarmId swarm, Via via) {
        PeerId peer = signal.sender();
        long before = incarnationOf(peer);
        List<String> transports = transportsOf(peer);
        var source = new Directory.Source(via.channel(), via.scope(), signal.time());
        Directory.Outcome outcome = directory.heard(peer, presence, swarm, source);
        if (outcome == Directory.Outcome.REFUSED) {
            return;
        }
        if (signal.kind() == Signal.Kind.QUERY) {
            directory.find(peer).ifPresent(asker -> announcer.answer(asker, swarm, via.scope()));
        }
        boolean anew = before != 0 && presence.incarnation() > before;
        if (anew) {
            sessions.displaced(peer, presence.incarnation());
        }
        sessions.present(peer, swarm);
        if (outcome == Directory.Outcome.FOUND) {
            listeners.each(listener -> listener.found(peer, swarm, via.scope()));
            table.changed();
        }
        if (!transports.equals(transportsOf(peer))) {
            dialler.transportsChanged(peer);
        }
        if (signal.kind() == Signal.Kind.OFFER) {
            return; // it is dialling
        }
        if (anew || outcome == Directory.Outcome.FOUND) {
            dialler.fresh(peer);
        } else {
            dialler.consider(peer);
        }
    }

    @Override
    public void presentVia(PeerId sender, Via via) {
        directory.heardVia(sender, via.channel(), via.scope());
    }

    @Override
    public void directed(Signal signal, Via via) {
        answerer.directed(signal, via);
    }

    @Override
    public void channelGone(long channel) {
        directory.channelGone(channel);
    }

    // ---- what sessions do

    @Override
    public void linked(PeerId peer) {
        refusals.clear(peer);
        dialler.linked(peer);
        table.changed();
    }

    @Override
    public void linkRetiring(PeerId peer, boolean soon) {
        dialler.linkRetiring(peer, soon);
    }

    @Override
    public void refused(PeerId peer, String why) {
        refusals.here(peer, why);
        table.changed();
    }

    @Override
    public void linkLost(PeerSession session, boolean broken) {
        dialler.linkLost(session, broken);
        table.changed();
    }

    @Override
    public void ended(PeerId peer, GoAway why, boolean byPeer) {
        if (byPeer && Failure.isStern(why.reason()) && why.reason() != GoAway.Reason.DONE) {
            refusals.byPeer(peer, why.reason().words());
        }
        dialler.ended(peer, why, byPeer);
        table.changed();
    }

    @Override
    public Set<SwarmId> swarmsOf(PeerId peer) {
        return directory.find(peer).map(KnownPeer::swarms).orElse(Set.of());
    }

    private List<String> transportsOf(PeerId peer) {
        return directory.find(peer).map(KnownPeer::transports).orElse(List.of());
    }

    @Override
    public long incarnationOf(PeerId peer) {
        return directory.find(peer).map(KnownPeer::incarnation).orElse(0L);
    }
}
