// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.testkit.ClassLoaderLeaks;
import org.skerry.testkit.ThreadLeaks;

/**
 * What {@link org.skerry.spi.transport.TransportProvider} and all that comes of it promise, as tests. Extend it in a test
 * class, say how to make the provider, and run it with JUnit 5. A failure quotes the sentence of the SPI that is broken. Override
 * {@link #packagesOfTransport} if you can: without it, a test is skipped.
 */
public abstract class TransportProviderContract extends LinkEndContract {

    /** For subclasses. */
    protected TransportProviderContract() {}

    /**
     * Names the packages of the transport, to load their classes afresh and see them go. The test class must be in one of
     * them, have a constructor without parameters, and make a provider without any preparation of the test.
     *
     * @return the packages; none by default, which skips the test
     */
    protected Set<String> packagesOfTransport() {
        return Set.of();
    }

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
        await("Transport")
                .untilAsserted(() -> assertThat(listeners)
                        .as("Transport: \"Every method may be called from any thread, concurrently\"; each of 64"
                                + " links carries messages")
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
            assertThat(failureOf(negotiation.link(), soon()))
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
            assertThat(failureOf(negotiation.link(), soon()))
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
            assertThat(failureOf(pipe.answerer().join().link(), soon()))
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
                .as("ChannelBinding: \"that each end showed in the handshake\"; the answering side was told of another")
                .isEmpty();
        assertThat(failureOf(pipes.get(1).offerer().link(), patience()))
                .as("ChannelBinding: \"that each end showed in the handshake\"; the offering side was told of another")
                .isEmpty();
        pipes.forEach(SignalPipe::close);
    }

    /** Giving up. */
    @Test
    public void cancelFailsTheLinkAndMayComeTwice() {
        Negotiation negotiation = offering.offer(unheard());
        negotiation.cancel();
        negotiation.cancel();
        assertThat(failureOf(negotiation.link(), soon()))
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
            await("Negotiation.cancel")
                    .untilAsserted(() -> assertThat(there.messages())
                            .as("Negotiation.cancel: \"a link that was yielded already stays\"")
                            .isEqualTo(1));
            pair.close();
        }
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
        assertThat(failureOf(pending.link(), soon()))
                .as("Transport.close: \"negotiations fail\"")
                .isEmpty();
        await("Transport.close")
                .untilAsserted(() -> assertThat(here.ends())
                        .as("Transport.close: \"links close with CloseReason.LOCAL\"")
                        .containsExactly(CloseReason.LOCAL));
        await("LinkListener.closed")
                .untilAsserted(() -> assertThat(there.ends())
                        .as("LinkListener.closed: \"Called exactly once.\" At the other side, too")
                        .hasSize(1));
        assertThat(failureOf(offering.offer(unheard()).link(), soon()))
                .as("Transport: \"After close() a new negotiation fails at once.\"")
                .isEmpty();
        assertThat(failureOf(offering.answer(unheard(), new byte[10]).link(), soon()))
                .as("Transport: \"After close() a new negotiation fails at once.\"")
                .isEmpty();
        assertThat(failureOf(pair.offering().send(Lane.DATA, ByteBuffer.allocate(1)), soon()))
                .as("Link.send: \"exceptionally if the link has closed\"")
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
        threads.assertNone(
                patience(), "Transport.close: \"Closes within 100 ms\"; a closed transport leaves no thread");
    }

    /** Work in hand does not outlive the transport. */
    @Test
    public void closeCompletesWhatIsOutstanding() {
        LinkPair pair = link();
        RecordingListener here = startAll(pair.offering(), RecordingListener.counting());
        pair.answering().start(RecordingListener.counting());
        List<CompletableFuture<Void>> stages = sendMany(pair.offering(), Lane.DATA, 1000, 16 * 1024);
        offering.close();
        await("Link.send")
                .untilAsserted(() -> assertThat(completed(stages))
                        .as("Link.send: \"completes … exceptionally if the link has closed\", here by its transport")
                        .isEqualTo(stages.size()));
        await("LinkListener.closed")
                .untilAsserted(() -> assertThat(here.ends())
                        .as("Transport.close: \"links close with CloseReason.LOCAL\"")
                        .containsExactly(CloseReason.LOCAL));
    }

    /** Signals that come again, or when all is over. */
    @Test
    public void signalsThatAreReplayedHarmNoLink() {
        List<byte[]> answers = new CopyOnWriteArrayList<>();
        try (SignalPipe pipe = SignalPipe.between(offering, answering, UnaryOperator.identity(), body -> {
            answers.add(body);
            return body;
        })) {
            LinkPair pair = LinkPair.of(pipe);
            for (byte[] answer : answers) {
                pipe.offerer().signal(answer.clone());
                pipe.answerer().join().signal(answer.clone());
            }
            pipe.offerer().signal(new byte[64]);
            RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
            sendMany(pair.offering(), Lane.CONTROL, 1, 10);
            await("Negotiation.link")
                    .untilAsserted(() -> assertThat(there.messages())
                            .as("Negotiation.link: \"completes once\"; what is signalled later does not change the"
                                    + " outcome")
                            .isEqualTo(1));
            pair.close();
        }
    }

    /** Nothing of the provider's classes is held. */
    @Test
    public void leavesNoClassLoaderBehind() throws Exception {
        Set<String> packages = packagesOfTransport();
        Assumptions.assumeFalse(packages.isEmpty(), "this test does not say which packages make up the transport");
        ClassLoaderLeaks.assertNone(
                patience(),
                "Transport.close: \"Closes within 100 ms\"; a closed transport leaves no class loader",
                getClass(),
                packages,
                fresh -> ((TransportProviderContract) fresh).liveAndClose());
    }

    /** A short life of two transports. */
    private void liveAndClose() throws Exception {
        openBoth();
        LinkPair pair = link();
        RecordingListener there = startAll(pair.answering(), RecordingListener.counting());
        sendMany(pair.offering(), Lane.DATA, 10, 1000);
        await("Link: \"whole messages, reliable\"").until(() -> there.messages() == 10);
        closeBoth();
    }

    private static List<byte[]> badBodies() {
        byte[] long16KiB = new byte[16 * 1024];
        Arrays.fill(long16KiB, (byte) 0xA5);
        return List.of(
                new byte[0], new byte[1], new byte[64], "v=0\r\n".getBytes(StandardCharsets.US_ASCII), long16KiB);
    }
}
