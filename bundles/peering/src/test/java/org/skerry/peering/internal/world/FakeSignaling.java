// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.skerry.base.loop.Loop;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/** One network of signaling; every node has a provider of its own on it. Remembers what it carried. */
public final class FakeSignaling {

    private final Loop loop;
    private final List<Channel> channels = new ArrayList<>();

    /** Beacons and frames carried, the fragments of each counted. */
    public final List<byte[]> beacons = new ArrayList<>();

    public final List<byte[]> frames = new ArrayList<>();

    public int maxFrameBytes = 60_000;
    public Predicate<byte[]> loses = frame -> false;
    public boolean refuses;

    /** How long each frame takes, asked for each. */
    public Supplier<Duration> delay = () -> Duration.ZERO;

    public FakeSignaling(Loop loop) {
        this.loop = loop;
    }

    public SignalingProvider provider() {
        return (self, in) -> {
            Channel channel = new Channel(in);
            channels.add(channel);
            in.state(ChannelState.OPEN, "in memory");
            return channel;
        };
    }

    /** The kind of a signal in a whole frame of {@link FakeEnvelopes}. */
    public static int kind(byte[] frame) {
        return frame[1 + 32 + 64 + 64];
    }

    /** Tells a channel's listener that its state changed. */
    public void state(int channel, ChannelState state) {
        channels.get(channel).in.state(state, "told so");
    }

    /** Delivers a beacon to all who are subscribed, as if someone had announced it. */
    public void inject(Topic topic, byte[] beacon) {
        channels.forEach(channel -> channel.hear(topic, beacon));
    }

    /** Delivers a frame to whoever listens at an inbox. */
    public void inject(Inbox inbox, byte[] frame) {
        channels.forEach(channel -> channel.hear(inbox, frame));
    }

    public Set<Topic> topicsOf(int channel) {
        return channels.get(channel).topics;
    }

    public Set<Inbox> inboxesOf(int channel) {
        return channels.get(channel).inboxes;
    }

    private final class Channel implements SignalingChannel {
        private final SignalingListener in;
        private Set<Topic> topics = Set.of();
        private Set<Inbox> inboxes = Set.of();
        private boolean closed;

        Channel(SignalingListener in) {
            this.in = in;
        }

        void hear(Topic topic, byte[] beacon) {
            later(() -> {
                if (!closed && topics.contains(topic)) {
                    in.announced(topic, beacon);
                }
            });
        }

        void hear(Inbox inbox, byte[] frame) {
            later(() -> {
                if (!closed && inboxes.contains(inbox)) {
                    in.received(frame);
                }
            });
        }

        private void later(Runnable task) {
            Duration time = delay.get();
            if (time.isZero()) {
                loop.execute(task);
            } else {
                loop.schedule(time, task);
            }
        }

        @Override
        public void subscribe(Set<Topic> all) {
            topics = all;
        }

        @Override
        public void listen(Set<Inbox> own) {
            inboxes = own;
        }

        @Override
        public void announce(Topic topic, byte[] beacon) {
            check(beacon);
            if (closed) {
                return;
            }
            beacons.add(beacon);
            if (!loses.test(beacon)) {
                channels.stream().filter(channel -> channel != this).forEach(channel -> channel.hear(topic, beacon));
            }
        }

        @Override
        public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
            check(frame);
            if (closed || refuses) {
                return CompletableFuture.completedFuture(Acceptance.refused("closed"));
            }
            frames.add(frame);
            if (!loses.test(frame)) {
                channels.forEach(channel -> channel.hear(to, frame));
            }
            return CompletableFuture.completedFuture(Acceptance.sent());
        }

        private void check(byte[] frame) {
            if (frame.length > maxFrameBytes) {
                throw new IllegalArgumentException("too long");
            }
        }

        @Override
        public int maxFrameBytes() {
            return maxFrameBytes;
        }

        @Override
        public void close() {
            closed = true;
            channels.remove(this);
        }
    }
}
