// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.api.SkerryEvent;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Loop;
import org.skerry.exchange.internal.fetch.Fetching;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Request;
import org.skerry.exchange.internal.transfer.Ground;
import org.skerry.spi.session.Session;
import org.skerry.spi.session.SessionListener;
import org.skerry.spi.transport.Lane;

/** Hears one peering and posts what it hears to the loop; silent once it is closed. */
final class SessionEvents implements SessionListener {

    private static final int FRAMES = 256;

    private final Ground ground;
    private final ExchangeContext context;
    private final Loop loop;
    private final Fetching fetching;
    private final Dispatch dispatch;
    private volatile boolean closed;

    SessionEvents(Ground ground, Fetching fetching, Dispatch dispatch) {
        this.ground = ground;
        this.context = ground.context();
        this.loop = context.loop();
        this.fetching = fetching;
        this.dispatch = dispatch;
    }

    /** The peering has gone: so have its sessions. On the loop. */
    void close() {
        closed = true;
        List.copyOf(ground.peers().all()).forEach(this::end);
    }

    private void post(Runnable task) {
        loop.execute(() -> {
            if (!closed) {
                task.run();
            }
        });
    }

    @Override
    public void found(PeerId peer, SwarmId swarm, String scope) {
        Instant at = loop.now();
        post(() -> ground.events().tell(new SkerryEvent.PeerFound(at, peer, swarm, scope)));
    }

    @Override
    public void opened(Session session, Duration dial) {
        post(() -> {
            if (ground.peers().of(session).isEmpty()) {
                RemotePeer peer = new RemotePeer(
                        session, context.credit(), context.settings().maxCredit(), context.maxUnsent(), context.now());
                peer.swarms().addAll(session.swarms());
                ground.peers().add(peer);
                ground.events().tell(new SkerryEvent.PeerConnected(loop.now(), peer.id(), session.transport(), dial));
                if (session.linked()) {
                    begin(peer);
                }
            }
        });
    }

    @Override
    public void joined(Session session, SwarmId swarm) {
        post(() -> of(session).ifPresent(peer -> {
            if (peer.swarms().add(swarm)) {
                fetching.questions().onMember(peer, swarm);
            }
        }));
    }

    @Override
    public void relinked(Session session) {
        post(() -> of(session).ifPresent(this::begin));
    }

    private void begin(RemotePeer peer) {
        peer.session().request(FRAMES);
        List<Request> lost = peer.begin(context.now());
        fetching.downloads().lost(lost);
    }

    @Override
    public void interrupted(Session session) {
        post(() -> of(session).ifPresent(peer -> {
            List<Request> lost = peer.unlink(context.now());
            fetching.downloads().lost(lost);
        }));
    }

    @Override
    public void received(Session session, Lane lane, ByteBuffer frame) {
        post(() -> of(session).ifPresent(peer -> dispatch.onFrame(peer, lane, frame)));
    }

    @Override
    public void closed(Session session, String reason) {
        post(() -> of(session).ifPresent(peer -> {
            end(peer);
            ground.events().tell(new SkerryEvent.PeerDisconnected(loop.now(), peer.id(), reason));
        }));
    }

    private void end(RemotePeer peer) {
        ground.peers().remove(peer);
        List<Request> lost = peer.end(context.now());
        fetching.downloads().lost(lost);
        fetching.downloads().left(peer.id());
        context.up().forget(peer.id());
        context.down().forget(peer.id());
    }

    private Optional<RemotePeer> of(Session session) {
        return ground.peers().of(session);
    }
}
