// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.frame.Frame;
import org.skerry.peering.internal.guard.TokenBucket;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/** The frames of a session over its present link: answers the session's own, hands on the others. Confined to the loop. */
final class Traffic implements Carrier.Phase {

    private static final long MAX_INT = (1L << 53) - 1;

    /** No honest side gets there; beyond it the numbers would run out. */
    private static final long MAX_EPOCH = 1L << 40;

    private final Node node;
    private final PeerSession session;
    private final Carrier carrier;
    private final Inflow inflow;
    private final Heartbeat heartbeat;
    private final TokenBucket ownFrames;
    private boolean stopped;
    private boolean heard;

    Traffic(
            Node node,
            PeerSession session,
            Carrier carrier,
            Inflow inflow,
            RoundTrip roundTrip,
            Duration heartbeatInterval) {
        this.node = node;
        this.session = session;
        this.carrier = carrier;
        this.inflow = inflow;
        this.heartbeat = new Heartbeat(node, carrier, heartbeatInterval, roundTrip, this::dead);
        this.ownFrames = new TokenBucket(
                2 * node.limits().session().ownFramesPerSecond(), node.loop().nanoTime());
    }

    void start(Collection<ByteBuffer> early) {
        carrier.phase(this);
        heartbeat.start();
        early.forEach(message -> inflow.take(Lane.DATA, message));
        letIn();
    }

    void stop() {
        stopped = true;
        heartbeat.stop();
    }

    @Override
    public void frame(Carrier from, Lane lane, Frame frame, ByteBuffer message) {
        if (!heard) {
            heard = true;
            session.token().confirmed();
        }
        if (Types.isOwn(frame.type())) {
            own(frame);
        } else {
            if (frame.type() == Types.EPOCH) {
                noteEpoch(frame);
            }
            if (session.hasListeners()) {
                inflow.take(lane, message);
            } // else it was meant for an exchange that is gone: the next one begins a new epoch
        }
        letIn();
    }

    @Override
    public void malformed(Carrier from, String detail) {
        session.breach(Conduct.PROTOCOL_ERROR, "malformed frame: " + detail);
    }

    @Override
    public void closed(Carrier from, CloseReason reason, String detail) {
        if (!stopped) {
            session.interrupt("the link closed: " + detail, reason);
        }
    }

    private void letIn() {
        if (!stopped) {
            session.letIn(carrier);
        }
    }

    private void own(Frame frame) {
        int perSecond = node.limits().session().ownFramesPerSecond();
        if (!ownFrames.take(perSecond, 2.0 * perSecond, node.loop().nanoTime())) {
            session.breach(Conduct.FLOOD, "more than " + perSecond + " control frames per second");
            return;
        }
        try {
            own(frame.type(), frame);
        } catch (MalformedCborException e) {
            session.breach(Conduct.PROTOCOL_ERROR, "malformed frame of type " + frame.type() + ": " + e.getMessage());
        }
    }

    private void own(int type, Frame frame) throws MalformedCborException {
        switch (type) {
            case Types.PING ->
                carrier.send(
                        Types.PONG,
                        CborMap.builder().put(0, number(frame, MAX_INT)).build());
            case Types.PONG -> heartbeat.pong(number(frame, MAX_INT));
            case Types.GOAWAY -> goAway(GoAway.from(CborCodec.decodeMap(frame.payload(), Types.PAYLOAD)));
            case Types.HELLO, Types.AUTH, Types.USE ->
                session.breach(Conduct.PROTOCOL_ERROR, "frame of type " + type + " in the middle of a session");
            default -> {
                if (frame.critical()) {
                    session.breach(Conduct.PROTOCOL_ERROR, "unknown critical frame of type " + type);
                }
            }
        }
    }

    private void goAway(GoAway why) {
        if (why.resume()) {
            session.interrupt("the peer closed the link: " + why.text(), CloseReason.REMOTE);
        } else {
            session.end(why, true);
        }
    }

    private static long number(Frame frame, long max) throws MalformedCborException {
        return CborCodec.decodeMap(frame.payload(), Types.PAYLOAD).requiredInt(0, 0, max);
    }

    /** Best effort: what is wrong with the frame is for the exchange to find. */
    private void noteEpoch(Frame frame) {
        try {
            session.sawEpoch(number(frame, MAX_EPOCH));
        } catch (MalformedCborException e) {
            // The exchange closes the session for it.
            return;
        }
    }

    private void dead() {
        session.interrupt("nothing heard for " + node.limits().session().missed() + " heartbeats", CloseReason.FAILED);
    }
}
