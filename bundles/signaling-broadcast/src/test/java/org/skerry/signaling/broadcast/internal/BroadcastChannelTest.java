// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.skerry.base.loop.ManualLoop;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;

class BroadcastChannelTest {

    private static final Inbox INBOX = Inbox.of(new byte[32]);
    private static final int QUEUE = 8;

    private final ManualLoop loop = new ManualLoop();
    private final BroadcastSignalingProvider provider =
            new BroadcastSignalingProvider(new BroadcastLimits("channel-test", 512, QUEUE));
    private final MeetingPoint meetingPoint = new MeetingPoint("channel-test");
    private final List<byte[]> frames = new ArrayList<>();

    @AfterEach
    void stop() {
        provider.stop();
    }

    private SignalingChannel open(Executor executor, SignalingListener listener) {
        SignalingChannel channel = provider.open(new Node(executor), listener);
        channel.listen(Set.of(INBOX));
        return channel;
    }

    private record Node(Executor executor) implements SignalingContext {
        @Override
        public String label() {
            return "node";
        }
    }

    private final SignalingListener recording = new SignalingListener() {
        @Override
        public void announced(Topic topic, byte[] beacon) {}

        @Override
        public void received(byte[] frame) {
            frames.add(frame);
        }

        @Override
        public void state(ChannelState state, String why) {}
    };

    @Test
    void theLastToCloseRemovesTheMap() {
        SignalingChannel a = open(loop, recording);
        SignalingChannel b = open(loop, recording);
        a.close();
        assertThat(System.getProperties()).containsKey(meetingPoint.key());
        b.close();
        assertThat(System.getProperties()).doesNotContainKey(meetingPoint.key());
    }

    @Test
    void deliversOnTheExecutorOfTheReceiverAndDropsBeyondTheQueue() {
        SignalingChannel a = open(loop, recording);
        open(loop, recording);
        loop.runReady();
        for (int i = 0; i < QUEUE + 5; i++) {
            assertThat(a.send(INBOX, new byte[] {(byte) i})
                            .toCompletableFuture()
                            .join()
                            .isSent())
                    .isTrue();
        }
        assertThat(frames).isEmpty();
        loop.runReady();
        assertThat(frames)
                .extracting(frame -> frame[0])
                .containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 7);
    }

    @Test
    void whatWaitsWhenTheChannelClosesIsNotDelivered() {
        SignalingChannel a = open(loop, recording);
        SignalingChannel b = open(loop, recording);
        loop.runReady();
        a.send(INBOX, new byte[1]);
        b.close();
        loop.runReady();
        assertThat(frames).isEmpty();
    }

    @Test
    void aReceiverThatThrowsHarmsNoOne() {
        SignalingChannel a = open(loop, recording);
        open(
                task -> {
                    throw new RejectedExecutionException("stopped");
                },
                recording);
        open(loop, recording);
        BiConsumer<byte[], byte[]> broken = (address, frame) -> {
            throw new IllegalStateException("broken");
        };
        meetingPoint.join("broken", broken);
        BiConsumer<byte[], byte[]> gone = (address, frame) -> {
            throw new NoClassDefFoundError("gone");
        };
        meetingPoint.join("gone", gone);
        try {
            assertThat(a.send(INBOX, new byte[1]).toCompletableFuture().join().isSent())
                    .isTrue();
            loop.runReady();
            assertThat(frames).hasSize(1);
            assertThat(meetingPoint.present()).containsKey("broken").doesNotContainKey("gone");
        } finally {
            meetingPoint.leave("broken");
        }
    }

    @Test
    void strangeAddressesAreIgnored() {
        open(loop, recording);
        meetingPoint.present().values().forEach(inlet -> {
            inlet.accept(new byte[0], new byte[1]);
            inlet.accept(new byte[33], new byte[100_000]);
            inlet.accept(new byte[] {7}, new byte[1]);
        });
        loop.runReady();
        assertThat(frames).isEmpty();
    }

    @Test
    void aWrongConfigurationNamesPidAndKey() {
        assertThatThrownBy(() -> new BroadcastLimits("g", 511, 1))
                .hasMessage("org.skerry.signaling.broadcast: max.frame.bytes must be between 512 and 1048576, is 511");
        assertThatThrownBy(() -> new BroadcastLimits(" ", 512, 1)).hasMessageContaining("group");
        assertThatThrownBy(() -> new BroadcastLimits("g", 512, 0)).hasMessageContaining("queue.frames");
    }
}
