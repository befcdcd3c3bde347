// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.peering.internal.guard.TokenBucket;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opening of a provider. What comes in is posted to the loop, and dropped once the channel has been retired: a
 * provider that still completes something later is not heard. What a provider throws ends here.
 */
final class HubChannel implements SignalingContext, SignalingListener {

    private static final Logger LOG = LoggerFactory.getLogger(HubChannel.class);
    private static final int BURST = 2;
    private static final int MAX_WAITING = 1024;

    private final Node node;
    private final Receiver receiver;
    private final SignalingProvider provider;
    private final Via via;
    private final int ranking;
    private final String label;
    private final TokenBucket rate;
    private final Recent recent = new Recent();
    private volatile @Nullable SignalingChannel channel;
    private volatile ChannelState state = ChannelState.CONNECTING;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean retired;

    /** Gets what comes in, on the loop. */
    interface Receiver {
        void announced(HubChannel from, Topic topic, byte[] beacon);

        void received(HubChannel from, byte[] frame);

        void opened(HubChannel channel);

        void down(HubChannel channel);
    }

    HubChannel(Node node, Receiver receiver, SignalingProvider provider, Via via, int ranking) {
        this.node = node;
        this.receiver = receiver;
        this.provider = provider;
        this.via = via;
        this.ranking = ranking;
        this.label = node.label();
        this.rate = new TokenBucket(
                BURST * node.limits().hub().signalsPerSecond(), node.loop().nanoTime());
    }

    void open() {
        guarded("open", () -> channel = provider.open(this, this));
        if (channel == null) {
            state = ChannelState.DOWN;
        }
    }

    void retire() {
        retired = true;
        state = ChannelState.DOWN;
        use("close", SignalingChannel::close);
    }

    SignalingProvider provider() {
        return provider;
    }

    Via via() {
        return via;
    }

    /** Nearest scope first, then the higher service ranking, then the older one. */
    static int byPreference(HubChannel a, HubChannel b) {
        int scope = Integer.compare(Via.distance(a.via.scope()), Via.distance(b.via.scope()));
        if (scope != 0) {
            return scope;
        }
        int rank = Integer.compare(b.ranking, a.ranking);
        return rank != 0 ? rank : Long.compare(a.via.channel(), b.via.channel());
    }

    boolean usable() {
        return state != ChannelState.DOWN && channel != null;
    }

    ChannelState state() {
        return state;
    }

    /** Genuine envelopes that came over it. */
    Recent recent() {
        return recent;
    }

    /** Whether one more signal may be opened now. */
    boolean withinRate() {
        int perSecond = node.limits().hub().signalsPerSecond();
        return rate.take(perSecond, (double) BURST * perSecond, node.loop().nanoTime());
    }

    int maxFrameBytes() {
        int[] max = new int[1];
        use("maxFrameBytes", open -> max[0] = open.maxFrameBytes());
        return max[0];
    }

    void subscribe(Set<Topic> topics, Set<Inbox> inboxes) {
        use("subscribe", open -> {
            open.subscribe(topics);
            open.listen(inboxes);
        });
    }

    void announce(Topic topic, byte[] beacon) {
        use("announce", open -> open.announce(topic, beacon));
    }

    CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
        SignalingChannel open = channel;
        CompletionStage<Acceptance> sent = null;
        try {
            sent = open == null ? null : open.send(to, frame);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: signaling over {} failed to send: {}", label, via.scope(), e.toString());
        }
        return sent == null ? CompletableFuture.completedFuture(Acceptance.refused("the provider failed")) : sent;
    }

    private void use(String what, Consumer<SignalingChannel> call) {
        SignalingChannel open = channel;
        if (open != null) {
            guarded(what, () -> call.accept(open));
        }
    }

    private void guarded(String what, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: signaling over {} failed to {}: {}", label, via.scope(), what, e.toString());
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Executor executor() {
        return node.loop();
    }

    @Override
    public void announced(Topic topic, byte[] beacon) {
        take(() -> receiver.announced(this, topic, beacon));
    }

    @Override
    public void received(byte[] frame) {
        take(() -> receiver.received(this, frame));
    }

    @Override
    public void state(ChannelState next, String why) {
        node.loop().execute(() -> changed(next, why));
    }

    private void changed(ChannelState next, String why) {
        if (!retired) {
            ChannelState before = state;
            state = next;
            LOG.debug("{}: signaling over {} is {}: {}", label, via.scope(), next, why);
            if (next == ChannelState.OPEN && before != ChannelState.OPEN) {
                receiver.opened(this);
            } else if (next == ChannelState.DOWN && before != ChannelState.DOWN) {
                receiver.down(this);
            }
        }
    }

    /** What a channel brings faster than the loop takes it is lost, as on any network. */
    private void take(Runnable task) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        node.loop().execute(() -> {
            waiting.decrementAndGet();
            if (!retired && !node.closing()) {
                task.run();
            }
        });
    }
}
