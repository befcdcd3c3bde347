// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private final Heartbeat heartbeat;
    private final TokenBucket ownFrames;
    private final Set<Lane> moved = EnumSet.noneOf(Lane.class);
    private @Nullable Handover handover;
    private boolean stopped;
    private boolean heard;

    Traffic(Node node, PeerSession session, Carrier carrier, RoundTrip roundTrip, Duration heartbeatInterval) {
        this.node = node;
        this.session = session;
        this.carrier = carrier;
        this.heartbeat = new Heartbeat(node, carrier, heartbeatInterval, roundTrip, this::dead);
        this.ownFrames = new TokenBucket(
                2 * node.limits().session().ownFramesPerSecond(), node.loop().nanoTime());
    }

    void start() {
        heartbeat.start();
        letIn();
        carrier.phase(this);
    }

    /** The session has moved to another link; only what the other side sent before it moved is still to come over this one. */
    void drainInto(Handover next) {
        handover = next;
        heartbeat.stop();
    }

    /** Lanes that the other side has ended. */
    Set<Lane> moved() {
        return moved;
    }

    void stop() {
        stopped = true;
        heartbeat.stop();
    }

    @Override
    public void frame(Carrier from, Lane lane, Frame frame, ByteBuffer message) {
        if (!heard && handover == null) {
            heard = true;
            session.token().confirmed();
            session.bearer().heard();
        }
        if (frame.type() == Types.MOVED) {
            moved(lane);
        } else if (moved.contains(lane)) {
            session.breach(Conduct.PROTOCOL_ERROR, "frame of type " + frame.type() + " after the last one");
        } else if (Types.isOwn(frame.type())) {
            own(frame);
        } else {
            if (frame.type() == Types.EPOCH) {
                noteEpoch(frame);
            }
            session.bearer().deliver(this, lane, message);
        }
        letIn();
    }

    private void moved(Lane lane) {
        if (!moved.add(lane)) {
            session.breach(Conduct.PROTOCOL_ERROR, "a lane ended twice");
        } else if (handover != null) {
            handover.ended(lane);
        }
    }

    @Override
    public void malformed(Carrier from, String detail) {
        session.breach(Conduct.PROTOCOL_ERROR, "malformed frame: " + detail);
    }

    @Override
    public void closed(Carrier from, CloseReason reason, String detail) {
        if (handover != null) {
            handover.closed();
        } else if (!stopped) {
            session.interrupt("the link closed: " + detail, reason);
        }
    }

    @Override
    public void retiring(Carrier from, String why) {
        if (handover == null && !stopped) {
            session.retire(why, false);
        }
    }

    private void letIn() {
        if (!stopped) {
            session.bearer().letIn();
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
        if (handover != null && type != Types.GOAWAY) {
            return; // this side has ended its lanes, so there is no answer
        }
        switch (type) {
            case Types.PING -> {
                heartbeat.pinged();
                carrier.send(
                        Types.PONG,
                        CborMap.builder().put(0, number(frame, MAX_INT)).build());
            }
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
        if (!why.resume()) {
            session.end(why, true);
        } else if (handover == null) {
            session.interrupt("the peer closed the link: " + why.text(), CloseReason.REMOTE);
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
