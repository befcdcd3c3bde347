// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.frame.Frame;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;

/**
 * The handshake over a fresh link: both sides send HELLO, then AUTH over both HELLOs and the certificates of the link;
 * then the side with the lower peer id sends USE or closes. Nothing else may come before. Confined to the loop.
 */
final class Handshake implements Carrier.Phase {

    /** Messages let in: HELLO, AUTH, USE or GOAWAY. */
    private static final int WINDOW = 3;

    private final Node node;
    private final Self self;
    private final Listener listener;
    private final Carrier carrier;
    private final Hello ownHello;
    private final byte[] ownHelloBytes;
    private @Nullable Hello otherHello;
    private @Nullable Transcript transcript;
    private boolean proved;
    private @Nullable Cancellable timer;

    /** Decides what follows. */
    interface Listener {

        /** The other side is who it should be. */
        void proved(Handshake handshake, Hello other);

        /** The other side, which has the lower id, chose this link. */
        void used(Handshake handshake, Hello other, Use use);

        /** It failed; the link is closed. */
        void failed(Handshake handshake, Failure failure, boolean breach);
    }

    Handshake(Node node, Self self, Link link, LinkOrigin origin, Optional<byte[]> resume, Listener listener) {
        this.node = node;
        this.self = self;
        this.listener = listener;
        var limits = node.limits().session();
        this.carrier = new Carrier(node, link, origin, this, limits.helloBytes() + Frame.HEADER_BYTES);
        this.ownHello = new Hello(
                self.id(),
                self.identity().incarnation(),
                node.randomBytes(Hello.NONCE_BYTES),
                Hello.VERSION,
                Hello.VERSION,
                List.of(Hello.MOVES),
                Math.min(limits.messageBytes(), carrier.maxMessageBytes()),
                (int) limits.heartbeat().toMillis(),
                node.limits().move().network().number(),
                resume);
        this.ownHelloBytes = CborCodec.encode(ownHello.toCbor());
    }

    void start() {
        timer = node.loop().schedule(node.limits().session().handshake(), () -> fail("no handshake in time"));
        carrier.start();
        carrier.allow(WINDOW);
        carrier.send(Types.HELLO, ownHelloBytes);
    }

    Carrier carrier() {
        return carrier;
    }

    Hello own() {
        return ownHello;
    }

    /** The longest frame of the session, once the other side has said what it takes. */
    int maxMessageBytes(Hello other) {
        return Math.min(ownHello.maxMessageBytes(), other.maxMessageBytes());
    }

    /** The handshake is over; the carrier gets another phase. */
    void finish() {
        stop();
    }

    /** Refuses the other side and closes. */
    void refuse(GoAway why) {
        if (!carrier.isClosed()) {
            stop();
            carrier.goAway(why);
            listener.failed(this, Failure.here(why.reason(), why.text()), false);
        }
    }

    @Override
    public void frame(Carrier from, Lane lane, Frame frame, ByteBuffer message) {
        carrier.allow(WINDOW);
        try {
            switch (frame.type()) {
                case Types.HELLO -> hello(lane, frame);
                case Types.AUTH -> auth(lane, frame);
                case Types.USE -> use(lane, frame);
                case Types.GOAWAY -> goneAway(frame);
                default -> other(frame);
            }
        } catch (MalformedCborException e) {
            breach("malformed frame of type " + frame.type() + ": " + e.getMessage());
        }
    }

    @Override
    public void malformed(Carrier from, String detail) {
        breach("malformed frame: " + detail);
    }

    @Override
    public void closed(Carrier from, CloseReason reason, String detail) {
        stop();
        listener.failed(this, Failure.of("the link closed during the handshake: " + detail), false);
    }

    private void hello(Lane lane, Frame frame) throws MalformedCborException {
        if (otherHello != null || lane != Lane.CONTROL) {
            breach("HELLO out of turn");
            return;
        }
        int max = node.limits().session().helloBytes();
        byte[] bytes = Bytes.copyOf(frame.payload());
        Hello hello = Hello.from(CborCodec.decodeMap(bytes, Hello.limits(max)));
        if (!hello.peer().equals(carrier.origin().remote())) {
            refuse(GoAway.of(GoAway.Reason.REFUSED, "someone else was expected"));
            return;
        }
        if (!hello.speaksOurs()) {
            refuse(GoAway.of(GoAway.Reason.VERSION, "this node speaks version " + Hello.VERSION));
            return;
        }
        otherHello = hello;
        LinkOrigin origin = carrier.origin();
        transcript = new Transcript(origin.initiator(), origin.transport(), ownHelloBytes, bytes, carrier.binding());
        sign(transcript);
    }

    private void sign(Transcript both) {
        try {
            byte[] signature = self.identity().sign(Purpose.SESSION, both.own());
            carrier.send(Types.AUTH, CborMap.builder().put(0, signature).build());
        } catch (RuntimeException e) {
            // The identity is just going.
            refuse(GoAway.of(GoAway.Reason.OTHER, "this node cannot sign now"));
        }
    }

    private void auth(Lane lane, Frame frame) throws MalformedCborException {
        Hello hello = otherHello;
        Transcript both = transcript;
        if (hello == null || both == null || proved || lane != Lane.CONTROL) {
            breach("AUTH out of turn");
            return;
        }
        byte[] signature = CborCodec.decodeMap(frame.payload(), Types.PAYLOAD).requiredBytes(0, 64, 64);
        if (!self.identity().verify(hello.peer(), Purpose.SESSION, both.other(), signature)) {
            // No report: it is not proved that this was the peer.
            refuse(GoAway.of(GoAway.Reason.PROTOCOL, "the signature is wrong"));
            return;
        }
        proved = true;
        carrier.maxFrame(maxMessageBytes(hello));
        listener.proved(this, hello);
    }

    private void use(Lane lane, Frame frame) throws MalformedCborException {
        Hello hello = otherHello;
        if (!proved || hello == null || lane != Lane.CONTROL || self.id().compareTo(hello.peer()) < 0) {
            breach("USE out of turn");
            return;
        }
        listener.used(this, hello, Use.from(CborCodec.decodeMap(frame.payload(), Types.PAYLOAD)));
    }

    private void goneAway(Frame frame) throws MalformedCborException {
        GoAway why = GoAway.from(CborCodec.decodeMap(frame.payload(), Types.PAYLOAD));
        stop();
        carrier.close(CloseReason.REMOTE);
        listener.failed(this, new Failure(why.reason(), "refused by the peer: " + why.text(), true), false);
    }

    private void other(Frame frame) {
        if (frame.critical() || !Types.isOwn(frame.type())) {
            breach("frame of type " + frame.type() + " before the session");
        }
    }

    private void breach(String why) {
        if (!carrier.isClosed()) {
            stop();
            carrier.goAway(GoAway.of(GoAway.Reason.PROTOCOL, why));
            listener.failed(this, Failure.here(GoAway.Reason.PROTOCOL, why), proved);
        }
    }

    private void fail(String why) {
        stop();
        carrier.close(CloseReason.FAILED);
        listener.failed(this, Failure.of(why), false);
    }

    /** Gives up without a word to the listener. */
    void cancel() {
        stop();
        carrier.close(CloseReason.LOCAL);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
