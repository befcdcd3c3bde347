// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Cancellable;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.LinkStats;
import org.skerry.transport.webrtc.internal.Delivery.Ending;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over one connection: a lane is a channel. Callers only queue and count; everything else happens on the loop. It is made
 * when the other end is known, so that nothing that comes early is lost, and works from {@link #opened} on.
 */
final class WebRtcLink implements Link, RtcListener {

    /** How long a link that closes may take to deliver what was sent before. */
    static final Duration FAREWELL = Duration.ofSeconds(1);

    /** How long a transport that closes, and one that throws a peer out, lets the last word travel. */
    static final Duration LAST_WORD = Duration.ofMillis(40);

    /** Frames of the other end beyond one for each message that it was sent. */
    static final int SPARE_FRAMES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(WebRtcLink.class);

    private final Room room;
    private final Wire wire;
    private final ChannelBinding binding;
    private final int maxMessageBytes;
    private final Outbox outbox;
    private final List<ReceiveLane> in;
    private final Delivery delivery = new Delivery(this::taken, () -> close(CloseReason.LOCAL));
    private final Figures figures;
    private final AtomicBoolean startCalled = new AtomicBoolean();
    private final AtomicBoolean closeCalled = new AtomicBoolean();
    // Confined to the loop.
    private @Nullable Ending closing;
    private @Nullable Ending ended;
    private @Nullable Cancellable deadline;
    private @Nullable Cancellable grace;
    private long frames;

    /** @param longestBundle longest message of a channel that both ends take, in bytes */
    WebRtcLink(Room room, Wire wire, ChannelBinding binding, int longestBundle) {
        this.room = room;
        this.wire = wire;
        this.binding = binding;
        this.maxMessageBytes = longestBundle - Bundle.PREFIX;
        WebRtcSettings.Flow flow = room.settings().flow();
        this.in = Stream.of(Lane.values())
                .map(lane -> new ReceiveLane(flow.window(lane, 0)))
                .toList();
        this.figures = new Figures(wire, room.loop()::nanoTime);
        this.outbox = new Outbox(room, wire, longestBundle, figures::sent, this::stuck);
    }

    @Override
    public void start(LinkListener listener) {
        if (!startCalled.compareAndSet(false, true)) {
            throw new IllegalStateException("the link has been started already");
        }
        delivery.start(listener);
        room.loop().execute(delivery::catchUp);
        if (room.gone()) {
            delivery.tellEnd();
        }
    }

    @Override
    public void request(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a request for " + messages + " messages");
        }
        if (delivery.request(messages)) {
            room.loop().execute(delivery::deliver);
        }
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        int length = message.remaining();
        if (length < 1 || length > maxMessageBytes) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a message of " + length + " bytes; the link takes 1 to " + maxMessageBytes));
        }
        return outbox.send(lane, message);
    }

    @Override
    public long bufferedBytes() {
        return outbox.buffered();
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public ChannelBinding channelBinding() {
        return binding;
    }

    @Override
    public LinkStats stats() {
        return figures.stats();
    }

    @Override
    public void close(CloseReason why) {
        if (closeCalled.compareAndSet(false, true)) {
            outbox.close();
            room.loop().execute(() -> beginClose(new Ending(why, "closed by this side"), FAREWELL));
        }
    }

    /** The transport closes: says goodbye, and no more. On the loop. */
    void shutDown() {
        Ending how = closing == null ? new Ending(CloseReason.LOCAL, WebRtcTransport.CLOSED) : closing;
        outbox.fail(how.detail());
        closing = null;
        beginClose(how, LAST_WORD);
    }

    /** The loop has ended before this could. */
    void abandon() {
        Ending how = new Ending(CloseReason.LOCAL, WebRtcTransport.CLOSED);
        outbox.fail(how.detail());
        delivery.end(how);
    }

    private void beginClose(Ending how, Duration patience) {
        if (ended == null && closing == null) {
            closing = how;
            delivery.drop();
            later(patience, how);
            outbox.finish(how.reason());
        }
    }

    private void later(Duration patience, Ending how) {
        if (deadline != null) {
            deadline.cancel();
        }
        deadline = room.loop().schedule(patience, () -> end(how, Duration.ZERO));
    }

    private void stuck() {
        if (closing == null && ended == null) {
            later(FAREWELL, new Ending(CloseReason.FAILED, "the connection takes nothing any more"));
        }
    }

    /** The listener has taken a message, so that the other end may send more. */
    private void taken(Lane lane, int bytes) {
        in.get(lane.ordinal()).taken(bytes);
        grant(lane.ordinal());
    }

    private void grant(int lane) {
        ReceiveLane receiving = in.get(lane);
        if (ended == null && closing == null && receiving.wantsGrant()) {
            receiving.window(room.settings().flow().window(Lane.values()[lane], figures.rttSeconds()));
            outbox.say(0, new LinkFrame.Window(lane, receiving.grant()));
        }
    }

    @Override
    public void opened() {
        figures.ask();
        for (int lane = 0; lane < in.size(); lane++) {
            grant(lane);
        }
    }

    @Override
    public void message(int channel, byte[] message, boolean text) {
        if (ended != null || in.get(channel).finished()) {
            return;
        }
        try {
            if (text) {
                frame(channel, LinkFrame.decode(message));
            } else if (closing == null) {
                take(channel, message);
            }
        } catch (BrokenProtocolException e) {
            violated("sent " + e.what());
        }
    }

    private void take(int channel, byte[] bundle) throws BrokenProtocolException {
        for (ByteBuffer message : Bundle.read(bundle, maxMessageBytes)) {
            int length = message.remaining();
            if (!in.get(channel).received(length)) {
                throw new BrokenProtocolException("more than its window");
            }
            figures.received(length);
            delivery.add(Lane.values()[channel], message);
        }
    }

    private void frame(int channel, LinkFrame frame) throws BrokenProtocolException {
        if (++frames > SPARE_FRAMES + outbox.messages()) {
            throw new BrokenProtocolException("more frames than it had messages to answer");
        }
        if (frame instanceof LinkFrame.Window window) {
            outbox.allow(window);
        } else {
            in.get(channel).finish();
            finished(((LinkFrame.Fin) frame).code());
        }
    }

    /** The other end has said its last word on a channel; what it said on the other one may take a little longer. */
    private void finished(int code) {
        Ending how = closing != null
                ? closing
                : new Ending(
                        CloseReason.REMOTE,
                        code == 0 ? "closed by the other side" : "closed by the other side for reason " + code);
        if (!in.stream().allMatch(ReceiveLane::finished)) {
            if (closing == null) {
                later(FAREWELL, how);
            }
        } else if (closing != null) {
            end(how, Duration.ZERO);
        } else {
            outbox.fail(how.detail());
            outbox.finish(how.reason());
            end(how, FAREWELL);
        }
    }

    @Override
    public void violated(String what) {
        LOG.debug("{}: the other end of a link {}", room.identity().label(), what);
        Ending how = new Ending(CloseReason.PROTOCOL, "the other side " + what);
        outbox.fail(how.detail());
        outbox.finish(how.reason());
        end(how, LAST_WORD);
    }

    @Override
    public void candidate(String candidate) {
        LOG.trace("{}: a late candidate", room.identity().label());
    }

    @Override
    public void state(RtcState state) {
        if (grace != null) {
            grace.cancel();
            grace = null;
        }
        if (state == RtcState.FAILED) {
            end(new Ending(CloseReason.FAILED, "there is no way to the other side any more"), Duration.ZERO);
        } else if (state == RtcState.DISCONNECTED && ended == null) {
            Duration patience = room.settings().grace();
            grace = room.loop()
                    .schedule(
                            patience,
                            () -> delivery.retire("the other side has not been heard for some seconds and "
                                    + patience.toMillis() + " ms"));
        }
    }

    @Override
    public void retiring(String why) {
        delivery.retire(why);
    }

    @Override
    public void closed(String why) {
        end(closing != null ? closing : new Ending(CloseReason.FAILED, why), Duration.ZERO);
    }

    /** Ends it for its listener at once, and for the other end when the last word has had time to travel. */
    private void end(Ending how, Duration linger) {
        if (ended != null) {
            return;
        }
        ended = how;
        closeCalled.set(true);
        outbox.fail(how.detail());
        outbox.end();
        for (Cancellable timer : new Cancellable[] {deadline, grace}) {
            if (timer != null) {
                timer.cancel();
            }
        }
        if (linger.isZero()) {
            wire.close();
        } else {
            room.loop().schedule(linger, wire::close);
        }
        if (how.reason() != CloseReason.REMOTE) {
            delivery.drop();
        } else if (!delivery.isEmpty()) {
            // It was sent before the end and may still be asked for, but not for ever.
            room.loop().schedule(FAREWELL, delivery::drop);
        }
        delivery.end(how);
        room.remove(this);
        LOG.debug("{}: a WebRTC link has ended: {}", room.identity().label(), how.detail());
    }
}
