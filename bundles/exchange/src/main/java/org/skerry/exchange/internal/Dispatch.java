// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.fetch.Fetching;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Request;
import org.skerry.exchange.internal.serve.HaveAnswers;
import org.skerry.exchange.internal.serve.Server;
import org.skerry.exchange.internal.transfer.Ground;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageReader;
import org.skerry.exchange.internal.wire.ProtocolViolation;
import org.skerry.spi.transport.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each frame to the room that it is for. A frame that breaks the protocol ends the session. On the loop. */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private static final int FRAMES_AT_ONCE = 64;

    /** A fragment of fewer bytes, with which no chunk is whole, is more work than its credit says. */
    private static final int SMALL_BYTES = 1024;

    private final Ground ground;
    private final Fetching fetching;
    private final Server server;
    private final HaveAnswers have;

    Dispatch(Ground ground, Fetching fetching, Server server, HaveAnswers have) {
        this.ground = ground;
        this.fetching = fetching;
        this.server = server;
        this.have = have;
    }

    void onFrame(RemotePeer peer, Lane lane, ByteBuffer frame) {
        if (peer.ended()) {
            return;
        }
        try {
            Optional<Message> message = MessageReader.read(lane, frame);
            count(peer, message.isPresent() ? onMessage(peer, message.get()) : 1);
            if (peer.frames(FRAMES_AT_ONCE)) {
                letIn(peer);
            }
        } catch (ProtocolViolation e) {
            LOG.debug("{}: {}", peer, e.getMessage());
            fetching.downloads().lost(peer.end(ground.context().now()));
            peer.session().violated(e.conduct(), String.valueOf(e.getMessage()));
        }
    }

    private void count(RemotePeer peer, int cost) {
        if (cost > 0) {
            long now = ground.context().now();
            peer.control().rate(ground.context().settings().control(), now);
            peer.control().take(cost, now);
        }
    }

    /** What a message counts for in the limit of control frames: the work that it makes. */
    private static int cost(Message message) {
        if (message instanceof Message.Want want) {
            return want.chunks().size();
        }
        if (message instanceof Message.WantHave wantHave) {
            return wantHave.pages().size();
        }
        return 1;
    }

    private int onMessage(RemotePeer peer, Message message) throws ProtocolViolation {
        if (message instanceof Message.Data data) {
            // It has the limit of its credit.
            boolean whole = fetching.arrivals().onData(peer, data);
            return whole || data.payload().remaining() >= SMALL_BYTES ? 0 : 1;
        }
        onControl(peer, message);
        return cost(message);
    }

    /** Lets more frames in; those of a peer that sends too much control wait below, and in the end with the peer. */
    private void letIn(RemotePeer peer) {
        if (peer.ended()) {
            return;
        }
        Duration pause = peer.control().pause(ground.context().now());
        if (pause.isZero()) {
            peer.session().request(FRAMES_AT_ONCE);
        } else {
            ground.context().loop().schedule(pause, () -> letIn(peer));
        }
    }

    private void onControl(RemotePeer peer, Message message) throws ProtocolViolation {
        if (message instanceof Message.Epoch epoch) {
            onEpoch(peer, epoch);
        } else if (!peer.ready()) {
            LOG.trace("{}: dropped, of an earlier epoch: {}", peer, message);
        } else if (message instanceof Message.Want want) {
            server.onWant(peer, want);
        } else if (message instanceof Message.Credit credit) {
            server.onCredit(peer, credit);
        } else if (message instanceof Message.Cancel cancel) {
            server.onCancel(peer, cancel);
        } else if (message instanceof Message.HaveNot haveNot) {
            fetching.refusals().onHaveNot(peer, haveNot);
        } else if (message instanceof Message.Busy busy) {
            fetching.refusals().onBusy(peer, busy);
        } else if (message instanceof Message.Have has) {
            fetching.questions().onHave(peer, has);
        } else if (message instanceof Message.WantHave wantHave) {
            onWantHave(peer, wantHave);
        }
    }

    private void onEpoch(RemotePeer peer, Message.Epoch epoch) {
        boolean before = peer.ready();
        long number = peer.epoch();
        List<Request> lost = peer.heard(epoch.number(), ground.context().now());
        fetching.downloads().lost(lost);
        if (peer.ready() && (!before || number != peer.epoch())) {
            List.copyOf(peer.swarms()).forEach(swarm -> fetching.questions().onMember(peer, swarm));
        }
    }

    /** Whoever asks in a swarm that this node is in is a member of it. */
    private void onWantHave(RemotePeer peer, Message.WantHave message) {
        SwarmId swarm = message.swarm();
        boolean news = ground.memberships().contains(swarm) && peer.swarms().add(swarm);
        have.onWantHave(peer, message);
        if (news) {
            fetching.questions().onMember(peer, swarm);
        }
    }
}
