// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.PeerId;
import org.skerry.base.loop.ManualLoop;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcDescription.Setup;
import org.skerry.webrtc.host.RtcState;

/** What is said in a negotiation, and what a peer may not say. */
class NegotiationTest {

    private static final String CANDIDATE = "candidate:1 1 udp 2122260223 10.0.0.1 4321 typ host";

    private final ManualLoop loop = new ManualLoop();
    private final FakeHost host = new FakeHost();
    private final List<byte[]> emitted = new ArrayList<>();
    private Room room;

    @BeforeEach
    void open() {
        room(Map.of());
    }

    private void room(Map<String, Object> values) {
        room = OpenLink.room(loop, host, values);
    }

    private final NegotiationContext context = new NegotiationContext() {
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
            emitted.add(body);
        }
    };

    private WebRtcNegotiation offering() {
        WebRtcNegotiation negotiation = WebRtcNegotiation.offering(room, context);
        loop.runReady();
        return negotiation;
    }

    private WebRtcNegotiation answering(SignalBody offer) {
        WebRtcNegotiation negotiation = WebRtcNegotiation.answering(room, context, offer.encode());
        loop.runReady();
        return negotiation;
    }

    private void described(Setup setup) {
        host.last().describe(OpenLink.OWN, setup);
        loop.runReady();
    }

    private static SignalBody.Description description(boolean offer, String... candidates) {
        RtcDescription rtc = new RtcDescription(
                "othe", "zyxwvutsrqponmlkjihgfe", OpenLink.OTHERS, offer ? Setup.ACTPASS : Setup.ACTIVE);
        return new SignalBody.Description(offer, rtc, 65_536, List.of(candidates));
    }

    private void hears(Negotiation negotiation, SignalBody... bodies) {
        for (SignalBody body : bodies) {
            negotiation.signal(body.encode());
        }
        loop.runReady();
    }

    private void pass(long millis) {
        loop.advance(Duration.ofMillis(millis));
    }

    private SignalBody said(int index) throws BrokenProtocolException {
        return SignalBody.decode(emitted.get(index));
    }

    /** It has failed, with one line, and holds nothing any more. */
    private void assertFailed(Negotiation negotiation, String why) {
        assertThatThrownBy(() -> negotiation.link().toCompletableFuture().getNow(null))
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("no WebRTC link: ")
                .hasMessageContaining(why)
                .matches(thrown -> !String.valueOf(thrown.getMessage()).contains("\n"));
        assertThat(host.connections).allSatisfy(it -> assertThat(it.closes).isEqualTo(1));
        loop.runReady();
        assertThat(loop.untilNextTimer()).isEmpty();
    }

    @Test
    void emitsTheOfferAtOnceAndCandidatesTogetherAsTheyAreFound() throws Exception {
        offering();
        host.last().listener.candidate(CANDIDATE);
        assertThat(emitted).isEmpty();
        described(Setup.ACTPASS);
        SignalBody.Description offer = (SignalBody.Description) said(0);
        assertThat(offer.offer()).isTrue();
        assertThat(offer.candidates()).containsExactly(CANDIDATE);
        host.last().listener.candidate(CANDIDATE.replace("0.0.1", "0.0.2"));
        pass(3);
        host.last().listener.candidate(CANDIDATE.replace("0.0.1", "0.0.3"));
        host.last().listener.gathered();
        assertThat(emitted).hasSize(1);
        pass(5);
        assertThat(((SignalBody.Candidates) said(1)).candidates()).hasSize(2);
        assertThat(said(2)).isInstanceOf(SignalBody.End.class);
        host.last().listener.candidate(CANDIDATE);
        pass(10);
        assertThat(emitted).hasSize(3);
    }

    @Test
    void namesNoOwnAddressThatPolicyForbids() throws Exception {
        room(Map.of("allow.private", false));
        offering();
        for (String own : List.of("10.0.0.1", "169.254.1.1", "fe80::1", "203.0.113.9")) {
            host.last().listener.candidate(CANDIDATE.replace("10.0.0.1", own));
        }
        described(Setup.ACTPASS);
        assertThat(((SignalBody.Description) said(0)).candidates())
                .containsExactly(CANDIDATE.replace("10.0.0.1", "203.0.113.9"));
    }

    @Test
    void namesNoMoreCandidatesThanOthersTake() {
        offering();
        described(Setup.ACTPASS);
        for (int i = 0; i < 1000; i++) {
            host.last().listener.candidate(CANDIDATE.replace("4321", String.valueOf(5000 + i)));
        }
        pass(10);
        assertThat(emitted).hasSize(3);
    }

    @Test
    void yieldsALinkBoundToBothCertificatesWhenBothChannelsAreOpen() throws Exception {
        WebRtcNegotiation negotiation = answering(description(true, CANDIDATE));
        described(Setup.ACTIVE);
        assertThat(((SignalBody.Description) said(0)).offer()).isFalse();
        assertThat(host.last().candidates).containsExactly(CANDIDATE);
        assertThat(negotiation.link().toCompletableFuture()).isNotDone();
        host.last().hears(0, "window 1 5000");
        host.last().listener.opened();
        loop.runReady();
        var link = negotiation.link().toCompletableFuture().get();
        assertThat(link.channelBinding().remote()).isEqualTo(OpenLink.OTHERS);
        assertThat(link.channelBinding().local()).isEqualTo(OpenLink.OWN);
        assertThat(link.maxMessageBytes()).isEqualTo(65_536 - Bundle.PREFIX);
        pass(60_000);
        assertThat(host.last().closes).isZero();
        link.send(Lane.DATA, ByteBuffer.allocate(7));
        loop.runReady();
        assertThat(host.last().messages).hasSize(1);
    }

    @Test
    void failsOnASecondDescription() {
        WebRtcNegotiation negotiation = answering(description(true));
        hears(negotiation, description(true));
        assertFailed(negotiation, "a second description");
    }

    @Test
    void failsOnAnotherFingerprintAfterTheFirst() {
        WebRtcNegotiation negotiation = offering();
        described(Setup.ACTPASS);
        RtcDescription other = new RtcDescription("othe", "zyxwvutsrqponmlkjihgfe", new byte[32], Setup.ACTIVE);
        hears(negotiation, description(false), new SignalBody.Description(false, other, 65_536, List.of()));
        assertFailed(negotiation, "a second description");
    }

    @Test
    void failsOnTooManyCandidatesAndGivesNoneOfThemAllToTheLibrary() {
        WebRtcNegotiation negotiation = answering(description(true));
        SignalBody flood = new SignalBody.Candidates(Collections.nCopies(SignalBody.MAX_CANDIDATES, CANDIDATE));
        for (int i = 0; i < 10_000 / SignalBody.MAX_CANDIDATES; i++) {
            hears(negotiation, flood);
        }
        assertFailed(negotiation, "more than 64 candidates");
        assertThat(host.last().candidates).hasSize(64);
    }

    @Test
    void countsCandidatesThatAreOfNoUseToo() {
        WebRtcNegotiation negotiation = answering(description(true));
        SignalBody flood = new SignalBody.Candidates(Collections.nCopies(SignalBody.MAX_CANDIDATES, "nonsense"));
        hears(negotiation, flood, flood, flood);
        assertFailed(negotiation, "more than 64 candidates");
        assertThat(host.last().candidates).isEmpty();
    }

    @Test
    void triesNoAddressThatPolicyForbids() {
        room(Map.of("allow.private", false));
        answering(description(
                true,
                CANDIDATE,
                CANDIDATE.replace("10.0.0.1", "127.0.0.1"),
                CANDIDATE.replace("10.0.0.1", "169.254.169.254"),
                CANDIDATE.replace("10.0.0.1", "203.0.113.9")));
        assertThat(host.last().candidates).containsExactly(CANDIDATE.replace("10.0.0.1", "203.0.113.9"));
    }

    @Test
    void failsOnBodiesOutOfTurn() {
        WebRtcNegotiation first = offering();
        hears(first, new SignalBody.Candidates(List.of(CANDIDATE)));
        assertFailed(first, "candidates before its description");
        WebRtcNegotiation second = offering();
        hears(second, description(true));
        assertFailed(second, "an offer for an answer");
        WebRtcNegotiation third = answering(description(true));
        hears(third, new SignalBody.End(), new SignalBody.Candidates(List.of(CANDIDATE)));
        assertFailed(third, "candidates after the last one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_385, 1 << 20})
    void failsOnABodyOfAWrongLength(int bytes) {
        WebRtcNegotiation negotiation = answering(description(true));
        negotiation.signal(new byte[bytes]);
        loop.runReady();
        assertFailed(negotiation, "the other side sent a");
    }

    @Test
    void failsWhenTheLibraryRefuses() {
        WebRtcNegotiation negotiation = offering();
        host.last().described.completeExceptionally(new IllegalArgumentException("no"));
        loop.runReady();
        assertFailed(negotiation, "the library refuses it: no");
        WebRtcNegotiation second = offering();
        described(Setup.ACTPASS);
        hears(second, description(false));
        host.last().accepted.completeExceptionally(new IllegalArgumentException("wrong"));
        loop.runReady();
        assertFailed(second, "the library refuses it: wrong");
    }

    @Test
    void failsWhenTheLibraryShowsAnotherCertificate() {
        WebRtcNegotiation negotiation = offering();
        host.last().describe(OpenLink.OTHERS, Setup.ACTPASS);
        loop.runReady();
        assertFailed(negotiation, "another certificate");
        assertThat(emitted).isEmpty();
    }

    @Test
    void failsWhenThereIsNoWayOrTheConnectionCloses() {
        WebRtcNegotiation negotiation = answering(description(true));
        host.last().listener.state(RtcState.FAILED);
        loop.runReady();
        assertFailed(negotiation, "no way to the other side");
        WebRtcNegotiation second = offering();
        host.last().listener.closed("the WebRTC host has stopped");
        loop.runReady();
        assertFailed(second, "the WebRTC host has stopped");
    }

    @Test
    void failsAfterItsTimeAndWhenCancelled() {
        WebRtcNegotiation negotiation = offering();
        pass(19_999);
        assertThat(negotiation.link().toCompletableFuture()).isNotDone();
        pass(1);
        assertFailed(negotiation, "no connection within 20000 ms");
        WebRtcNegotiation second = offering();
        second.cancel();
        loop.runReady();
        assertFailed(second, "cancelled");
    }

    @Test
    void givesUpAtOnceWhenNoSideHasAnAddress() {
        WebRtcNegotiation negotiation = answering(description(true, CANDIDATE.replace("10.0.0.1", "127.0.0.1")));
        described(Setup.ACTIVE);
        host.last().listener.gathered();
        loop.runReady();
        assertThat(negotiation.link().toCompletableFuture()).isNotDone();
        hears(negotiation, new SignalBody.End());
        assertFailed(negotiation, "neither side has named an address");
    }

    @Test
    void failsOnABreachThatOnlyTheHostSees() {
        WebRtcNegotiation negotiation = offering();
        host.last().listener.violated("opened a channel of its own");
        loop.runReady();
        assertFailed(negotiation, "the other side opened a channel of its own");
    }

    @Test
    void opensNoMoreConnectionsThanAllowed() {
        room(Map.of("max.connections", 2));
        offering();
        offering();
        WebRtcNegotiation third = WebRtcNegotiation.offering(room, context);
        loop.runReady();
        assertThatThrownBy(() -> third.link().toCompletableFuture().getNow(null))
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("2 connections are open, which is max.connections");
        assertThat(host.connections).hasSize(2);
        host.connections.get(0).close();
        offering();
        assertThat(host.connections).hasSize(3);
    }

    @Test
    void failsAtOnceWhenTheTransportHasClosed() {
        WebRtcNegotiation before = offering();
        loop.execute(room::shutDown);
        loop.runReady();
        assertFailed(before, WebRtcTransport.CLOSED);
        assertFailed(offering(), WebRtcTransport.CLOSED);
        room.abandon();
        assertThat(WebRtcNegotiation.offering(room, context).link().toCompletableFuture())
                .isCompletedExceptionally();
    }
}
