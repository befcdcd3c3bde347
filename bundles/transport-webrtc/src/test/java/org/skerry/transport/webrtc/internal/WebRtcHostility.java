// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onvoid.webrtc.RTCDataChannel;
import java.io.File;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Transport;
import org.skerry.testkit.transport.LinkPair;
import org.skerry.testkit.transport.RecordingListener;
import org.skerry.testkit.transport.TransportContexts;
import org.skerry.webrtc.host.WebRtcHost;

/** Peers that misbehave, over the native library, and what is left behind. Not run by itself, see {@link WebRtcNativeTest}. */
class WebRtcHostility {

    private final WebRtcHost host = Native.lease();
    private final List<Transport> transports = new ArrayList<>();
    private final Transport transport = open(host);

    private Transport open(WebRtcHost on) {
        try {
            Transport opened = new WebRtcTransportProvider(
                            on, Configured.settings(Map.of("max.message.bytes", Stranger.LONGEST)))
                    .open(TransportContexts.ephemeral("test"));
            transports.add(opened);
            return opened;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        transports.forEach(Transport::close);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(2));
    }

    private static RecordingListener start(Link link, int messages) {
        RecordingListener listener = RecordingListener.counting();
        link.start(listener);
        if (messages > 0) {
            link.request(messages);
        }
        return listener;
    }

    @Test
    void closesOnAPeerThatSendsBeyondItsWindow() throws Exception {
        Stranger stranger = Stranger.meet(host, transport);
        RecordingListener listener = start(stranger.link(), 0);
        for (int i = 0; i < 70; i++) {
            stranger.connection.send(1, Stranger.bundle(65_536), false);
        }
        await().until(() -> listener.ends().equals(List.of(CloseReason.PROTOCOL)));
        await().until(() -> stranger.texts().containsAll(List.of("0: fin 3", "1: fin 3")));
        stranger.end.get(10, TimeUnit.SECONDS);
        assertThat(listener.messages()).isZero();
    }

    @Test
    void closesOnAMessageLongerThanAgreed() throws Exception {
        Stranger stranger = Stranger.meet(host, transport);
        RecordingListener listener = start(stranger.link(), 10);
        stranger.connection.send(1, Stranger.bundle(65_537), false);
        await().until(() -> listener.ends().equals(List.of(CloseReason.PROTOCOL)));
    }

    @Test
    void closesOnAPeerThatOpensChannelsOfItsOwn() throws Exception {
        Stranger stranger = Stranger.meet(host, transport);
        Link link = stranger.link();
        RecordingListener listener = start(link, 10);
        CompletableFuture<Void> unsent =
                link.send(Lane.DATA, ByteBuffer.allocate(10)).toCompletableFuture();
        List<RTCDataChannel> channels = Intruder.open(stranger.connection, 100);
        await().until(() -> listener.ends().equals(List.of(CloseReason.PROTOCOL)));
        assertThatThrownBy(unsent::join).hasMessageContaining("the other side opened a channel of its own");
        stranger.end.get(10, TimeUnit.SECONDS);
        await().until(() -> host.stats().connections() == 0);
        channels.forEach(RTCDataChannel::dispose);
        assertThat(listener.breaches()).isEmpty();
    }

    @Test
    void holdsLittleForAPeerThatStopsReading() throws Exception {
        Stranger stranger = Stranger.meet(host, transport);
        Link link = stranger.link();
        RecordingListener listener = start(link, 1);
        stranger.say(0, "window 1 100000");
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stages.add(link.send(Lane.DATA, ByteBuffer.allocate(65_536)).toCompletableFuture());
        }
        stages.get(0).get(5, TimeUnit.SECONDS);
        await().during(Duration.ofMillis(300)).until(() -> stranger.bytes.get() <= Stranger.LONGEST);
        assertThat(stages.stream().filter(CompletableFuture::isDone)).hasSize(1);
        long begun = System.nanoTime();
        link.close(CloseReason.LOCAL);
        await().until(() -> listener.ends().equals(List.of(CloseReason.LOCAL)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(stages.get(99)).isCompletedExceptionally();
        stranger.end.get(10, TimeUnit.SECONDS);
    }

    @Test
    void failsWhenThePeerGoesInTheMiddleOfAMessage() throws Exception {
        Stranger stranger = Stranger.meet(host, transport);
        RecordingListener listener = start(stranger.link(), 100);
        for (int i = 0; i < 10; i++) {
            stranger.connection.send(1, Stranger.bundle(65_536), false);
        }
        stranger.connection.close();
        // If the alert of DTLS is lost behind the data, only ICE tells, after some 15 s.
        await().atMost(Duration.ofSeconds(60)).until(() -> listener.ends().equals(List.of(CloseReason.FAILED)));
        assertThat(listener.bytes() % 65_536).isZero();
        assertThat(listener.breaches()).isEmpty();
    }

    @Test
    void hearsNothingAfterTheLastWord() throws Exception {
        Stranger stranger = Stranger.meet(host, transport);
        RecordingListener listener = start(stranger.link(), 100);
        stranger.connection.send(1, Stranger.bundle(5), false);
        stranger.say(1, "fin 0");
        stranger.connection.send(1, Stranger.bundle(7), false);
        stranger.say(0, "fin 0");
        await().until(() -> listener.ends().equals(List.of(CloseReason.REMOTE)));
        assertThat(listener.bytes()).isEqualTo(5);
        assertThat(stranger.end).isNotDone();
        stranger.connection.close();
    }

    @Test
    void seesACloseWithinAHundredMilliseconds() throws Exception {
        Transport other = open(host);
        for (int i = 0; i < 5; i++) {
            LinkPair pair = LinkPair.between(transport, other);
            RecordingListener there = start(pair.answering(), 1);
            RecordingListener here = start(pair.offering(), 1);
            long begun = System.nanoTime();
            pair.offering().close(CloseReason.LOCAL);
            await().until(() -> there.ends().equals(List.of(CloseReason.REMOTE)));
            await().until(() -> here.ends().equals(List.of(CloseReason.LOCAL)));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("100 ms, and four times that on a busy machine")
                    .isLessThan(Duration.ofMillis(500));
        }
    }

    @Test
    void tellsBothEndsThatTheirFactoryIsReplacedAndGoesOn() throws Exception {
        WebRtcHost worn = Native.lease(Map.of("skerry.webrtc.messages.per.factory", "100"));
        LinkPair pair = LinkPair.between(open(worn), open(worn));
        RecordingListener here = start(pair.offering(), 1);
        RecordingListener there = start(pair.answering(), 1000);
        for (int i = 0; i < 110; i++) {
            pair.offering().send(Lane.DATA, ByteBuffer.allocate(10));
        }
        await().until(() -> there.messages() == 110);
        await().until(() ->
                here.retirements().size() == 1 && there.retirements().size() == 1);
        pair.offering().send(Lane.DATA, ByteBuffer.allocate(10));
        await().until(() -> there.messages() == 111);
        assertThat(there.ends()).isEmpty();
    }

    @Test
    void leavesNeitherThreadsNorDescriptorsOfLinksThatAreClosed() throws Exception {
        Transport other = open(host);
        cycle(other, 40);
        int threads = count("/proc/self/task");
        int descriptors = count("/proc/self/fd");
        cycle(other, 200);
        assertThat(count("/proc/self/task")).isLessThanOrEqualTo(threads + 2);
        assertThat(count("/proc/self/fd")).isLessThanOrEqualTo(descriptors + 2);
    }

    private void cycle(Transport other, int links) {
        for (int i = 0; i < links; i++) {
            LinkPair pair = LinkPair.between(transport, other);
            RecordingListener there = start(pair.answering(), 10);
            pair.offering().send(Lane.DATA, ByteBuffer.allocate(1000));
            pair.offering().close(CloseReason.LOCAL);
            await().until(() -> there.ends().size() == 1 && there.messages() == 1);
        }
        await().until(() -> host.stats().connections() == 0);
    }

    private static int count(String folder) {
        return new File(folder).list().length;
    }
}
