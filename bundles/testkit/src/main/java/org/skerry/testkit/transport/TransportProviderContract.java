// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.testkit.ThreadLeaks;

/**
 * What {@link org.skerry.spi.transport.TransportProvider} and all that comes of it promise, as tests. Extend it in a test
 * class, say how to make the provider, and run it with JUnit 5. A failure quotes the sentence of the SPI that is broken.
 */
public abstract class TransportProviderContract extends LinkContract {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** For subclasses. */
    protected TransportProviderContract() {}

    /** The happy path. */
    @Test
    public void yieldsALinkAtBothSides() {
        try (SignalPipe pipe = SignalPipe.between(offering, answering)) {
            LinkPair pair = LinkPair.of(pipe);
            assertThat(pair.offering().maxMessageBytes())
                    .as("Link.maxMessageBytes: \"the longest message that both sides take, in bytes, at least 16 KiB\"")
                    .isGreaterThanOrEqualTo(16 * 1024)
                    .isEqualTo(pair.answering().maxMessageBytes());
            assertThat(pipe.emitted())
                    .as("NegotiationContext.emit: \"At most 16 KiB\"")
                    .isNotEmpty()
                    .allSatisfy(body -> assertThat(body).hasSizeLessThanOrEqualTo(16 * 1024));
            pair.close();
        }
    }

    /** Many at once. */
    @Test
    public void makes64LinksAtOnce() {
        List<SignalPipe> pipes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            pipes.add(i % 2 == 0 ? SignalPipe.between(offering, answering) : SignalPipe.between(answering, offering));
        }
        List<LinkPair> pairs = pipes.stream().map(LinkPair::of).toList();
        List<RecordingListener> listeners = new ArrayList<>();
        for (LinkPair pair : pairs) {
            listeners.add(startAll(pair.answering(), RecordingListener.counting()));
            sendMany(pair.offering(), Lane.DATA, 5, 1000);
        }
        await().untilAsserted(() -> assertThat(listeners)
                .as("Transport: \"may be called from any thread, concurrently\"; each of 64 links carries messages")
                .allSatisfy(listener -> assertThat(listener.messages()).isEqualTo(5)));
        pairs.forEach(LinkPair::close);
        pipes.forEach(SignalPipe::close);
    }

    /** Hostile offers. */
    @Test
    public void failsOnABadOffer() {
        NegotiationContext deaf = unheard();
        for (byte[] bad : badBodies()) {
            Negotiation negotiation = answering.answer(deaf, bad);
            assertThat(failureOf(negotiation.link(), SOON))
                    .as("Transport.answer: \"a bad offer fails its Negotiation.link()\": %s", Arrays.toString(bad))
                    .isEmpty();
        }
    }

    /** Hostile answers. */
    @Test
    public void failsOnABadAnswer() {
        for (byte[] bad : badBodies()) {
            Negotiation negotiation = offering.offer(unheard());
            negotiation.signal(bad);
            assertThat(failureOf(negotiation.link(), SOON))
                    .as(
                            "Negotiation.signal: \"hostile input. A bad one fails the negotiation\": %s",
                            Arrays.toString(bad))
                    .isEmpty();
        }
    }

    /** A cut offer is a bad one. */
    @Test
    public void failsOnATruncatedOffer() {
        try (SignalPipe pipe = SignalPipe.between(
                offering, answering, body -> Arrays.copyOf(body, body.length / 2), UnaryOperator.identity())) {
            assertThat(failureOf(pipe.answerer().join().link(), SOON))
                    .as("Transport.answer: \"a bad offer fails its Negotiation.link()\", here half of a good one")
                    .isEmpty();
        }
    }

    /** Who shows another certificate than the signals said gets no link. */
    @Test
    public void refusesACertificateOtherThanTheOneNegotiated() {
        List<SignalPipe> pipes = List.of(
                SignalPipe.between(offering, answering, this::withOtherFingerprint, UnaryOperator.identity()),
                SignalPipe.between(offering, answering, UnaryOperator.identity(), this::withOtherFingerprint));
        // The side that was told the wrong fingerprint must refuse; the other then fails sooner or later as well.
        assertThat(failureOf(pipes.get(0).answerer().join().link(), patience()))
                .as("TransportContext.certificate, Link: who is at the other end \"is bound to the certificates of both"
                        + " ends\"; the answering side was told of another certificate")
                .isEmpty();
        assertThat(failureOf(pipes.get(1).offerer().link(), patience()))
                .as("as above; the offering side was told of another certificate")
                .isEmpty();
        pipes.forEach(SignalPipe::close);
    }

    /** Giving up. */
    @Test
    public void cancelFailsTheLinkAndMayComeTwice() {
        Negotiation negotiation = offering.offer(unheard());
        negotiation.cancel();
        negotiation.cancel();
        assertThat(failureOf(negotiation.link(), SOON))
                .as("Negotiation.cancel: \"Gives up: frees everything, fails link()\"")
                .isEmpty();
    }

    /** What was yielded stays. */
    @Test
    public void cancelLeavesALinkThatWasYielded() {
        try (SignalPipe pipe = SignalPipe.between(offering, answering)) {
            LinkPair pair = LinkPair.of(pipe);
            pipe.offerer().cancel();
            pipe.answerer().join().cancel();
            RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
            sendMany(pair.offering(), Lane.CONTROL, 1, 10);
            await().untilAsserted(() -> assertThat(there.messages())
                    .as("Negotiation.cancel: \"a link that was yielded already stays\"")
                    .isEqualTo(1));
            pair.close();
        }
    }

    /** An orderly end. */
    @Test
    public void tellsBothEndsOnceThatItClosed() {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        pair.offering().close(CloseReason.LOCAL);
        pair.offering().close(CloseReason.LOCAL);
        await().untilAsserted(() -> assertThat(List.of(here.ends(), there.ends()))
                .as("LinkListener.closed: \"exactly once\", at the side that closes LOCAL, at the other REMOTE")
                .containsExactly(List.of(CloseReason.LOCAL), List.of(CloseReason.REMOTE)));
        pair.answering().close(CloseReason.LOCAL);
        for (Link end : List.of(pair.offering(), pair.answering())) {
            assertThat(failureOf(end.send(Lane.CONTROL, ByteBuffer.allocate(1)), SOON))
                    .as("Link.send: completes \"exceptionally if the link has closed\"")
                    .isEmpty();
        }
        assertThat(here.breaches()).isEmpty();
        assertThat(there.breaches()).isEmpty();
    }

    /** The end does not swallow what came before. */
    @Test
    public void deliversWhatWasSentBeforeTheClose() {
        LinkPair pair = link();
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        sendMany(pair.offering(), Lane.DATA, 100, 16 * 1024);
        sendMany(pair.offering(), Lane.CONTROL, 100, 10);
        pair.offering().close(CloseReason.LOCAL);
        await().until(() -> !there.ends().isEmpty());
        assertThat(there.messages())
                .as("Link.close: \"what was sent before is still delivered if that takes at most a second\"")
                .isEqualTo(200);
    }

    /** No stage is left open by a close in the midst of sending. */
    @Test
    public void completesAllStagesWhenItClosesDuringSends() {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        pair.answering().start(RecordingListener.counting());
        List<CompletableFuture<Void>> stages = sendMany(pair.offering(), Lane.DATA, 4000, 16 * 1024);
        pair.offering().close(CloseReason.LOCAL);
        await().untilAsserted(() -> assertThat(completed(stages))
                .as("Link.send: each stage completes, \"exceptionally if the link has closed\"")
                .isEqualTo(stages.size()));
        await().untilAsserted(() -> assertThat(here.ends())
                .as("Link.close: \"The listener hears closed once\", a second later at most")
                .containsExactly(CloseReason.LOCAL));
        assertThat(pair.offering().bufferedBytes()).isZero();
    }

    /** A link that ends before it is started still says so. */
    @Test
    public void tellsAListenerThatStartsAfterTheEnd() {
        LinkPair pair = link();
        pair.offering().close(CloseReason.LOCAL);
        await().until(() -> failureOf(pair.answering().send(Lane.CONTROL, ByteBuffer.allocate(1)), SOON)
                .isEmpty());
        RecordingListener there = RecordingListener.counting();
        pair.answering().start(there);
        await().untilAsserted(() -> assertThat(there.ends())
                .as("LinkListener.closed: \"Called exactly once\", also when the end came before start")
                .containsExactly(CloseReason.REMOTE));
    }

    /** Closing the transport ends everything. */
    @Test
    public void closeEndsLinksAndNegotiationsAtOnce() throws Exception {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        Negotiation pending = offering.offer(unheard());
        long start = System.nanoTime();
        offering.close();
        offering.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took)
                .as("Transport.close: \"Closes within 100 ms\"; five times that is allowed on a busy machine")
                .isLessThan(Duration.ofMillis(500));
        assertThat(failureOf(pending.link(), SOON))
                .as("Transport.close: \"negotiations fail\"")
                .isEmpty();
        await().untilAsserted(() -> assertThat(here.ends())
                .as("Transport.close: \"links close with CloseReason.LOCAL\"")
                .containsExactly(CloseReason.LOCAL));
        await().untilAsserted(() -> assertThat(there.ends())
                .as("LinkListener.closed: the other side hears of it, too")
                .hasSize(1));
        assertThat(failureOf(offering.offer(unheard()).link(), SOON))
                .as("Transport: \"After close() a new negotiation fails at once\"")
                .isEmpty();
        assertThat(failureOf(offering.answer(unheard(), new byte[10]).link(), SOON))
                .as("Transport: \"After close() a new negotiation fails at once\"")
                .isEmpty();
        assertThat(failureOf(pair.offering().send(Lane.DATA, ByteBuffer.allocate(1)), SOON))
                .isEmpty();
    }

    /** Nothing stays behind. */
    @Test
    public void leavesNoThreadBehind() throws Exception {
        closeBoth();
        ThreadLeaks threads = ThreadLeaks.since();
        openBoth();
        try (SignalPipe pipe = SignalPipe.between(offering, answering)) {
            LinkPair pair = LinkPair.of(pipe);
            startAll(pair.answering(), RecordingListener.counting());
            sendMany(pair.offering(), Lane.DATA, 100, 16 * 1024);
        }
        closeBoth();
        threads.assertNone(SOON, "Transport.close: a closed transport leaves no thread");
    }

    private static List<byte[]> badBodies() {
        byte[] long16KiB = new byte[16 * 1024];
        Arrays.fill(long16KiB, (byte) 0xA5);
        return List.of(
                new byte[0], new byte[1], new byte[64], "v=0\r\n".getBytes(StandardCharsets.US_ASCII), long16KiB);
    }

    /** A context whose signals reach no one. */
    private static NegotiationContext unheard() {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        return new NegotiationContext() {
            @Override
            public byte[] id() {
                return id.clone();
            }

            @Override
            public PeerId remote() {
                return PeerId.of(new byte[32]);
            }

            @Override
            public void emit(byte[] body) {}
        };
    }
}
