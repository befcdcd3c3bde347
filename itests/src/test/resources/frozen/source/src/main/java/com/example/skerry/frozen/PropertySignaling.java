// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.frozen;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.osgi.service.component.annotations.Component;
import org.skerry.api.Id256;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/** Signaling within one JVM, over a list in the system properties that holds types of the JDK only. */
@Component(property = SignalingProvider.SCOPE + "=" + SignalingProvider.SCOPE_JVM)
public final class PropertySignaling implements SignalingProvider {

    private static final int MAX_FRAME_BYTES = 4096;

    @Override
    public SignalingChannel open(SignalingContext self, SignalingListener in) {
        return new Channel(self, in);
    }

    @SuppressWarnings("unchecked") // nobody else writes under this key
    private static List<BiConsumer<byte[], byte[]>> ears() {
        return (List<BiConsumer<byte[], byte[]>>) System.getProperties()
                .computeIfAbsent(PropertySignaling.class.getName(), key -> new CopyOnWriteArrayList<>());
    }

    private static final class Channel implements SignalingChannel {

        private final SignalingContext self;
        private final SignalingListener in;
        private final BiConsumer<byte[], byte[]> ear = this::hear;
        private volatile Set<Topic> topics = Set.of();
        private volatile Set<Inbox> inboxes = Set.of();

        Channel(SignalingContext self, SignalingListener in) {
            this.self = self;
            this.in = in;
            ears().add(ear);
            self.executor().execute(() -> in.state(ChannelState.OPEN, self.label() + " hears its JVM"));
        }

        private void hear(byte[] address, byte[] frame) {
            Topic topic = Topic.of(address);
            if (topics.contains(topic)) {
                self.executor().execute(() -> in.announced(topic, frame));
            } else if (inboxes.contains(Inbox.of(address))) {
                self.executor().execute(() -> in.received(frame));
            }
        }

        @Override
        public void subscribe(Set<Topic> all) {
            topics = Set.copyOf(all);
        }

        @Override
        public void listen(Set<Inbox> own) {
            inboxes = Set.copyOf(own);
        }

        @Override
        public void announce(Topic topic, byte[] beacon) {
            tell(topic, beacon);
        }

        @Override
        public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
            return CompletableFuture.completedFuture(tell(to, frame));
        }

        private Acceptance tell(Id256 to, byte[] frame) {
            if (!ears().contains(ear) || frame.length > MAX_FRAME_BYTES) {
                return Acceptance.refused("closed, or more than " + MAX_FRAME_BYTES + " bytes");
            }
            ears().stream().filter(other -> other != ear).forEach(other -> other.accept(to.bytes(), frame));
            return Acceptance.sent();
        }

        @Override
        public int maxFrameBytes() {
            return MAX_FRAME_BYTES;
        }

        @Override
        public void close() {
            ears().remove(ear);
        }
    }
}
