// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Cancellable;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link in the making: descriptions are swapped, candidates follow as they are found, and the library takes no certificate but
 * the one that the other side's description names. Confined to the loop, but for the methods of {@link Negotiation}.
 */
final class WebRtcNegotiation implements Negotiation, RtcListener {

    private static final Logger LOG = LoggerFactory.getLogger(WebRtcNegotiation.class);

    private final Room room;
    private final NegotiationContext context;
    private final boolean offering;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private final Trickle trickle;
    private @Nullable Wire wire;
    private @Nullable WebRtcLink link;
    private @Nullable Cancellable timer;
    private int named;
    private int tried;
    private boolean allNamed;
    private boolean over;

    private WebRtcNegotiation(Room room, NegotiationContext context, boolean offering) {
        this.room = room;
        this.context = context;
        this.offering = offering;
        this.trickle = new Trickle(room, this::emit);
    }

    static WebRtcNegotiation offering(Room room, NegotiationContext context) {
        return new WebRtcNegotiation(room, context, true).posted(List.of());
    }

    /** @param offer of the other side; hostile input */
    static WebRtcNegotiation answering(Room room, NegotiationContext context, byte[] offer) {
        return new WebRtcNegotiation(room, context, false).posted(List.of(offer));
    }

    private WebRtcNegotiation posted(List<byte[]> first) {
        room.add(this);
        room.loop().execute(() -> {
            begin();
            first.forEach(this::heard);
        });
        if (room.gone()) {
            abandon();
        }
        return this;
    }

    @Override
    public void signal(byte[] body) {
        room.loop().execute(() -> heard(body));
    }

    @Override
    public CompletionStage<Link> link() {
        return result;
    }

    @Override
    public void cancel() {
        room.loop().execute(() -> fail("cancelled"));
    }

    /** Ends it without a link, unless there is one. */
    void fail(String why) {
        if (!over) {
            finish();
            Wire at = wire;
            if (at != null) {
                at.close();
            }
            LOG.debug("{}: no WebRTC link: {}", room.identity().label(), why);
            result.completeExceptionally(new IOException("no WebRTC link: " + why));
        }
    }

    /** The loop has ended, and will not do it. Any thread. */
    void abandon() {
        room.remove(this);
        result.completeExceptionally(new IOException("no WebRTC link: " + WebRtcTransport.CLOSED));
    }

    private void finish() {
        over = true;
        trickle.stop();
        room.remove(this);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void begin() {
        if (room.closing()) {
            fail(WebRtcTransport.CLOSED);
        } else if (room.full()) {
            fail(room.settings().maxConnections() + " connections are open, which is max.connections");
        } else {
            Duration limit = room.settings().negotiationTimeout();
            timer = room.loop().schedule(limit, () -> fail("no connection within " + limit.toMillis() + " ms"));
            Wire opened = Wire.open(room, this);
            wire = opened;
            if (offering) {
                onLoop(opened.offer());
            }
        }
    }

    private void heard(byte[] bytes) {
        if (over) {
            return;
        }
        try {
            SignalBody body = SignalBody.decode(bytes);
            if (body instanceof SignalBody.Description description) {
                meet(description);
            } else if (link == null) {
                throw new BrokenProtocolException("candidates before its description");
            } else if (body instanceof SignalBody.Candidates more) {
                if (allNamed) {
                    throw new BrokenProtocolException("candidates after the last one");
                }
                add(more.candidates());
            } else {
                allNamed = true;
                giveUpIfHopeless();
            }
        } catch (BrokenProtocolException e) {
            fail("the other side sent " + e.what());
        }
    }

    private void meet(SignalBody.Description other) throws BrokenProtocolException {
        Wire at = wire;
        if (link != null || at == null) {
            throw new BrokenProtocolException("a second description");
        }
        if (other.offer() == offering) {
            throw new BrokenProtocolException("an offer for an answer, or the reverse");
        }
        RtcDescription rtc = other.rtc();
        int maximum = Math.min(other.maxMessageBytes(), room.settings().flow().maxMessageBytes());
        ChannelBinding binding = ChannelBinding.of(room.identity().fingerprint(), rtc.fingerprint());
        link = new WebRtcLink(room, at, binding, maximum);
        if (offering) {
            at.accept(rtc).whenComplete((done, failure) -> {
                if (failure != null) {
                    refused(failure);
                }
            });
        } else {
            onLoop(at.answer(rtc));
        }
        add(other.candidates());
    }

    private void add(List<String> candidates) throws BrokenProtocolException {
        named += candidates.size();
        int most = room.settings().addresses().maxCandidates();
        Wire at = wire;
        if (named > most || at == null) {
            throw new BrokenProtocolException("more than " + most + " candidates");
        }
        for (String candidate : candidates) {
            room.policy().tried(candidate).ifPresent(text -> {
                tried++;
                at.add(text);
            });
        }
    }

    private void giveUpIfHopeless() {
        if (allNamed && tried == 0 && trickle.hopeless()) {
            fail("neither side has named an address that may be used");
        }
    }

    /** The library has made the description of this end, or not. */
    private void onLoop(CompletionStage<RtcDescription> made) {
        made.whenComplete((own, failure) -> {
            if (failure != null) {
                refused(failure);
            } else {
                room.loop().execute(() -> made(own));
            }
        });
    }

    private void refused(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        room.loop().execute(() -> fail("the library refuses it: " + cause.getMessage()));
    }

    private void made(RtcDescription own) {
        if (over) {
            return;
        }
        if (!MessageDigest.isEqual(own.fingerprint(), room.identity().fingerprint())) {
            fail("the library shows another certificate than this node's");
            return;
        }
        emit(new SignalBody.Description(offering, own, room.settings().flow().maxMessageBytes(), trickle.begin()));
    }

    private void emit(SignalBody body) {
        try {
            context.emit(body.encode());
        } catch (RuntimeException e) {
            LOG.warn("{}: emitting a signal threw {}", room.identity().label(), e.toString(), e);
        }
    }

    @Override
    public void candidate(String candidate) {
        trickle.found(candidate);
    }

    @Override
    public void gathered() {
        trickle.gathered();
        giveUpIfHopeless();
    }

    @Override
    public void state(RtcState state) {
        if (state == RtcState.FAILED) {
            fail("no way to the other side, or it shows another certificate than it named");
        }
    }

    @Override
    public void opened() {
        Wire at = wire;
        WebRtcLink made = link;
        if (!over && at != null && made != null) {
            finish();
            at.to(made);
            room.add(made);
            made.opened();
            LOG.debug("{}: a WebRTC link has opened", room.identity().label());
            result.complete(made);
        }
    }

    @Override
    public void message(int channel, byte[] message, boolean text) {
        if (!over && link != null) {
            link.message(channel, message, text);
        }
    }

    @Override
    public void retiring(String why) {
        if (!over && link != null) {
            link.retiring(why);
        }
    }

    @Override
    public void violated(String what) {
        fail("the other side " + what);
    }

    @Override
    public void closed(String why) {
        fail(why);
    }
}
