// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.core.PeeringCore;
import org.skerry.peering.internal.node.Limits;
import org.skerry.spi.session.Session;
import org.skerry.spi.session.SessionListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.TransportProvider;

/** A node of the world, and a listener that writes down what it hears. */
public final class TestNode implements SessionListener {

    public final FakeIdentity identity;
    public final FakeEnvelopes envelopes;
    public final PeeringCore core;
    public final SignalingProvider signaling;
    public final TransportProvider transport;

    /** What was heard: {@code opened}, {@code relinked}, … in order. */
    public final List<String> events = new ArrayList<>();

    public final List<Session> sessions = new ArrayList<>();
    public final List<ByteBuffer> received = new ArrayList<>();
    public final List<String> closings = new ArrayList<>();
    public int requestOnOpen = 1000;

    TestNode(World world, FakeIdentity identity, Limits limits) {
        this.identity = identity;
        this.envelopes = new FakeEnvelopes(identity);
        this.core = new PeeringCore(world.loop, new Random(identity.self().tail()), limits);
        this.signaling = world.lan.provider();
        this.transport = world.transports.provider();
        core.identity(identity);
        core.envelopes(envelopes);
        core.listen(this);
    }

    public PeerId id() {
        return identity.self();
    }

    /** The process dies: nothing of it is heard any more, not even goodbye. */
    public void die(World world) {
        world.transports.links.forEach(pair -> {
            pair[0].silent = true;
            pair[1].silent = true;
        });
        core.removeSignaling(signaling);
        core.removeTransport(transport);
        world.run();
    }

    /** The last session that opened. */
    public Session session() {
        return sessions.get(sessions.size() - 1);
    }

    public long count(String event) {
        return events.stream().filter(event::equals).count();
    }

    /** Why there is no session with a peer. */
    public Optional<String> refusalOf(TestNode peer) {
        return core.peers().stream()
                .filter(info -> info.id().equals(peer.id()))
                .findFirst()
                .flatMap(PeerInfo::refusal);
    }

    /** What is known of a peer; the table is rebuilt a moment after changes. */
    public PeerInfo.State stateOf(TestNode peer) {
        return core.peers().stream()
                .filter(info -> info.id().equals(peer.id()))
                .map(PeerInfo::state)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void found(PeerId peer, SwarmId swarm, String scope) {
        events.add("found");
    }

    @Override
    public void opened(Session session, Duration dial) {
        events.add("opened");
        sessions.add(session);
        if (requestOnOpen > 0) {
            session.request(requestOnOpen);
        }
    }

    @Override
    public void joined(Session session, SwarmId swarm) {
        events.add("joined");
    }

    @Override
    public void relinked(Session session) {
        events.add("relinked");
        if (requestOnOpen > 0) {
            session.request(requestOnOpen);
        }
    }

    @Override
    public void interrupted(Session session) {
        events.add("interrupted");
    }

    @Override
    public void received(Session session, Lane lane, ByteBuffer frame) {
        events.add("received");
        received.add(frame);
    }

    @Override
    public void closed(Session session, String reason) {
        events.add("closed");
        closings.add(reason);
    }
}
