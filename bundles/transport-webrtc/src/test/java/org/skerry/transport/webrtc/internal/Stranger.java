// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.testkit.transport.TransportContexts;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.RtcState;
import org.skerry.webrtc.host.WebRtcHost;

/** The answering side of a link, which keeps to the signals, and then does what the test says. */
final class Stranger implements RtcListener, NegotiationContext {

    /** Longest message of a channel: one of the link of 65,536 bytes. */
    static final int LONGEST = 65_536 + Bundle.PREFIX;

    final CompletableFuture<Void> open = new CompletableFuture<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    private final List<String> texts = new ArrayList<>();
    final AtomicLong bytes = new AtomicLong();
    final RtcConnection connection;
    private @Nullable Negotiation other;

    private Stranger(WebRtcHost host) throws Exception {
        TransportCertificate own = TransportContexts.ephemeral("stranger").certificate(TransportCertificate.Kind.P256);
        connection = host.open(
                RtcSettings.with(
                        Pem.of(own.certificate()),
                        Pem.of(own.key()),
                        own.certificate().getNotAfter().toInstant()),
                this);
    }

    /** Meets a transport, and waits until it has a link. */
    static Stranger meet(WebRtcHost host, Transport transport) throws Exception {
        Stranger stranger = new Stranger(host);
        stranger.other(transport.offer(stranger));
        stranger.link();
        stranger.open.get(10, TimeUnit.SECONDS);
        return stranger;
    }

    Link link() throws Exception {
        return other().link().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void say(int channel, String text) {
        connection.send(channel, text.getBytes(StandardCharsets.US_ASCII), true);
    }

    /** {@return a message as it goes over a channel} */
    static byte[] bundle(int bytes) {
        return Bundle.of(List.of(ByteBuffer.allocate(bytes)));
    }

    private synchronized void other(Negotiation negotiation) {
        other = negotiation;
        notifyAll();
    }

    private synchronized Negotiation other() throws InterruptedException {
        while (other == null) {
            wait();
        }
        return other;
    }

    @Override
    public byte[] id() {
        return new byte[16];
    }

    @Override
    public PeerId remote() {
        return PeerId.of(new byte[32]);
    }

    @Override
    public void emit(byte[] body) {
        try {
            SignalBody said = SignalBody.decode(body);
            if (said instanceof SignalBody.Description offer) {
                connection.answer(offer.rtc()).whenComplete((rtc, failure) -> answered(rtc));
                offer.candidates().forEach(connection::add);
            } else if (said instanceof SignalBody.Candidates more) {
                more.candidates().forEach(connection::add);
            }
        } catch (BrokenProtocolException e) {
            end.complete(e.what());
        }
    }

    private void answered(RtcDescription rtc) {
        try {
            other().signal(new SignalBody.Description(false, rtc, LONGEST, List.of()).encode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void candidate(String candidate) {
        // the other end learns of this one by its checks
    }

    @Override
    public void state(RtcState state) {}

    @Override
    public void opened() {
        open.complete(null);
    }

    @Override
    public synchronized void message(int channel, byte[] message, boolean text) {
        if (text) {
            texts.add(channel + ": " + new String(message, StandardCharsets.US_ASCII));
        } else {
            bytes.addAndGet(message.length);
        }
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void retiring(String why) {}

    @Override
    public void closed(String why) {
        end.complete(why);
    }
}
