// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.frame.Frame;
import org.skerry.base.frame.MalformedFrameException;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;

/**
 * A link in use: turns its messages into frames on the loop, counts, and keeps what the transport throws away from the
 * rest. Whoever handles its frames is its phase, first the handshake, then the session. Sending and counters may be used
 * from any thread, all else on the loop.
 */
final class Carrier implements LinkListener {

    private final Node node;
    private final Link link;
    private final LinkOrigin origin;
    private final ChannelBinding binding;
    private final int maxMessageBytes;
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private volatile boolean closed;
    private Phase phase;
    private int maxFrame;
    private int allowed;
    private long heardAt;
    private @Nullable String retiring;

    /** Handles frames, on the loop. */
    interface Phase {
        void frame(Carrier from, Lane lane, Frame frame, ByteBuffer message);

        void malformed(Carrier from, String detail);

        void closed(Carrier from, CloseReason reason, String detail);

        /** The link works, but will not last. */
        default void retiring(Carrier from, String why) {}
    }

    /** Asks the link what it is; a link that throws at that is of no use. */
    Carrier(Node node, Link link, LinkOrigin origin, Phase first, int maxFrame) {
        this.node = node;
        this.link = link;
        this.origin = origin;
        this.phase = first;
        this.maxFrame = maxFrame;
        this.binding = link.channelBinding();
        this.maxMessageBytes = Math.max(Hello.MIN_MESSAGE, link.maxMessageBytes());
        this.heardAt = node.loop().nanoTime();
    }

    void start() {
        guarded(() -> link.start(this));
    }

    /** Hands the following frames to another phase. */
    void phase(Phase next) {
        phase = next;
        if (retiring != null) {
            next.retiring(this, retiring);
        }
    }

    /** The longest frame that may come from now on. */
    void maxFrame(int bytes) {
        maxFrame = bytes;
    }

    LinkOrigin origin() {
        return origin;
    }

    ChannelBinding binding() {
        return binding;
    }

    /** The longest message of the link, at least {@link Hello#MIN_MESSAGE}. */
    int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Lets more messages in, so that {@code window} are allowed in all. */
    void allow(int window) {
        int more = window - allowed;
        if (more > 0 && !closed) {
            allowed = window;
            guarded(() -> link.request(more));
        }
    }

    /** How many messages are still allowed in. */
    int allowed() {
        return allowed;
    }

    /** When a message last came in, monotonic nanoseconds. */
    long heardAt() {
        return heardAt;
    }

    long bytesIn() {
        return bytesIn.get();
    }

    long bytesOut() {
        return bytesOut.get();
    }

    /** How the link runs, for people; empty if it does not say. */
    String route() {
        try {
            return closed ? "" : link.stats().route();
        } catch (RuntimeException | LinkageError e) {
            return "";
        }
    }

    long bufferedBytes() {
        try {
            return closed ? 0 : link.bufferedBytes();
        } catch (RuntimeException | LinkageError e) {
            return 0; // it goes; sending will tell
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Sends a frame of the session's own. */
    void send(int type, CborMap payload) {
        byte[] encoded = CborCodec.encode(payload);
        send(type, encoded);
    }

    /** Sends a frame of the session's own, critical: a side that does not know it must not go on. */
    void send(int type, byte[] payload) {
        Frame frame = Frame.of(type, true, 0, 0, ByteBuffer.wrap(payload));
        var unused = send(Lane.CONTROL, frame.encode());
    }

    /** Sends a frame of the session's own that says nothing but its type. */
    CompletionStage<Void> sendOn(Lane lane, int type) {
        return send(lane, Frame.of(type, true, 0, 0, ByteBuffer.allocate(0)).encode());
    }

    CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        if (closed) {
            return CompletableFuture.failedFuture(new LinkGoneException("the link has closed"));
        }
        int bytes = message.remaining();
        try {
            CompletionStage<Void> sent = Objects.requireNonNull(link.send(lane, message), "the link says nothing");
            bytesOut.addAndGet(bytes);
            return sent;
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(new LinkGoneException("the transport failed: " + e));
        }
    }

    /** Says why, then closes; nothing of this link is heard any more. */
    void goAway(GoAway why) {
        if (!closed) {
            send(Types.GOAWAY, why.toCbor());
            close(why.reason() == GoAway.Reason.PROTOCOL ? CloseReason.PROTOCOL : CloseReason.LOCAL);
        }
    }

    /** Closes; nothing of this link is heard any more. */
    void close(CloseReason why) {
        if (!closed) {
            closed = true;
            guarded(() -> link.close(why));
        }
    }

    @Override
    public void message(Lane lane, ByteBuffer message) {
        node.loop().execute(() -> onMessage(lane, message));
    }

    @Override
    public void retiring(String why) {
        node.loop().execute(() -> {
            if (!closed) {
                retiring = why;
                phase.retiring(this, why);
            }
        });
    }

    @Override
    public void closed(CloseReason reason, String detail) {
        node.loop().execute(() -> {
            if (!closed) {
                closed = true;
                phase.closed(this, reason, detail);
            }
        });
    }

    private void onMessage(Lane lane, ByteBuffer message) {
        if (closed || node.closing()) {
            return;
        }
        allowed--;
        heardAt = node.loop().nanoTime();
        bytesIn.addAndGet(message.remaining());
        try {
            phase.frame(this, lane, Frame.decode(message, maxFrame), message);
        } catch (MalformedFrameException e) {
            phase.malformed(this, String.valueOf(e.getMessage()));
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            closed(CloseReason.FAILED, "the transport failed: " + e);
        }
    }
}
