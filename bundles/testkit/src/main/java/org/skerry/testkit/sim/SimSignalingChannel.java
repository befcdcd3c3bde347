// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;

/** Frames as datagrams to every other channel of the network, which takes those that it wants to hear. */
final class SimSignalingChannel implements SignalingChannel {

    private static final int LONGEST = 1200;

    private final SimNetwork network;
    private final SimHost host;
    private final SignalingListener in;
    private volatile Set<Topic> topics = Set.of();
    private volatile Set<Inbox> inboxes = Set.of();
    private volatile boolean closed;

    SimSignalingChannel(SimNetwork network, SimHost host, SignalingListener in) {
        this.network = network;
        this.host = host;
        this.in = in;
    }

    SimHost host() {
        return host;
    }

    void open() {
        host.network().execute(() -> {
            if (!closed) {
                in.state(ChannelState.OPEN, "on the simulated network");
            }
        });
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
        if (beacon.length > LONGEST) {
            return;
        }
        spread(it -> it.topics.contains(topic), false, it -> it.in.announced(topic, beacon));
    }

    @Override
    public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
        if (closed || frame.length > LONGEST) {
            return CompletableFuture.completedFuture(Acceptance.refused(
                    closed ? "the channel is closed" : "a frame of more than " + LONGEST + " bytes"));
        }
        spread(it -> it.inboxes.contains(to), true, it -> it.in.received(frame));
        return CompletableFuture.completedFuture(Acceptance.sent());
    }

    private interface Hearing {
        void by(SimSignalingChannel channel);
    }

    private void spread(Predicate<SimSignalingChannel> wants, boolean toSelf, Hearing hearing) {
        if (closed || !host.alive()) {
            return;
        }
        for (SimSignalingChannel other : network.channels()) {
            if (other == this && !toSelf) {
                continue;
            }
            for (long nanos : network.datagram(host, other.host)) {
                other.host.network().schedule(Duration.ofNanos(nanos), () -> {
                    if (!other.closed && wants.test(other)) {
                        hearing.by(other);
                    }
                });
            }
        }
    }

    @Override
    public int maxFrameBytes() {
        return LONGEST;
    }

    @Override
    public void close() {
        closed = true;
        network.remove(this);
    }
}
