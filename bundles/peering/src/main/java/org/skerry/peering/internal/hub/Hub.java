// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.OwnSwarms;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/**
 * All channels of all signaling providers: opens and retires them as providers come and go, and keeps them subscribed to
 * the topics and inboxes of the days in force. Confined to the loop, but for what it tells of its channels.
 */
public final class Hub implements HubChannel.Receiver {

    /** The wall clock may jump: the day is looked at no later than after this. */
    private static final Duration DAY_CHECK = Duration.ofSeconds(60);

    private record Offer(SignalingProvider provider, String scope, int ranking) {}

    private final Node node;
    private final OwnSwarms swarms;
    private final HubListener listener;
    private final Inbound inbound;
    private final Reassembly reassembly = new Reassembly();
    private final List<Offer> providers = new CopyOnWriteArrayList<>();
    private final List<HubChannel> channels = new CopyOnWriteArrayList<>();
    private final Map<Topic, TopicOwner> topics = new HashMap<>();
    private Runnable onSubscribed = () -> {};
    private Consumer<Via> onOpened = via -> {};
    private List<Long> days = List.of();
    private long generation;
    private @Nullable Cancellable dayTimer;

    /**
     * What a topic stands for.
     *
     * @param swarm the swarm
     * @param day the day
     */
    record TopicOwner(SwarmId swarm, long day) {}

    /**
     * A hub without channels.
     *
     * @param node the node; the hub opens nothing before the node knows itself
     * @param swarms of this node
     * @param listener gets signals
     */
    public Hub(Node node, OwnSwarms swarms, HubListener listener) {
        this.node = node;
        this.swarms = swarms;
        this.listener = listener;
        this.inbound = new Inbound(node, listener);
    }

    /** Who is told that a channel opened, and that days or keys changed so that everything must be announced anew. */
    void announcer(Consumer<Via> opened, Runnable subscribed) {
        onOpened = opened;
        onSubscribed = subscribed;
    }

    /** A provider came. */
    public void add(SignalingProvider provider, String scope, int ranking) {
        Offer offer = new Offer(provider, scope, ranking);
        providers.add(offer);
        node.self().ifPresent(self -> open(offer));
    }

    /** A provider left: its channel is retired at once, whatever it still does is not heard. */
    public void remove(SignalingProvider provider) {
        providers.removeIf(offer -> offer.provider().equals(provider));
        for (HubChannel channel : channels) {
            if (channel.provider().equals(provider)) {
                retire(channel);
            }
        }
    }

    /** The node knows itself now, or not any more, or has other keys. */
    public void selfChanged() {
        if (node.self().isEmpty()) {
            return; // channels stay: the identity is being updated
        }
        for (Offer offer : providers) {
            if (channels.stream().noneMatch(channel -> channel.provider().equals(offer.provider()))) {
                open(offer);
            }
        }
        resubscribe();
        onSubscribed.run();
        watchDays();
    }

    /** The node joined a swarm. */
    public void joined(SwarmId swarm) {
        if (!days.equals(Days.inForce(node.loop().now()))) {
            resubscribe();
            return;
        }
        node.self().ifPresent(self -> {
            own(self, swarm);
            channels.forEach(channel -> subscribe(channel, self));
        });
    }

    /** The node left a swarm. */
    public void left(SwarmId swarm) {
        node.self().ifPresent(self -> {
            topics.values().removeIf(owner -> owner.swarm().equals(swarm));
            channels.forEach(channel -> subscribe(channel, self));
        });
    }

    private void resubscribe() {
        node.self().ifPresent(self -> {
            days = Days.inForce(node.loop().now());
            topics.clear();
            swarms.all().forEach(swarm -> own(self, swarm));
            channels.forEach(channel -> subscribe(channel, self));
        });
    }

    private void own(Self self, SwarmId swarm) {
        days.forEach(day -> topics.put(self.envelopes().topic(swarm, day), new TopicOwner(swarm, day)));
    }

    /** Retires every channel; providers stay known. */
    public void close() {
        channels.forEach(this::retire);
        if (dayTimer != null) {
            dayTimer.cancel();
        }
    }

    /** How many channels are open, and how many there are; any thread may ask. */
    public String summary() {
        long open = channels.stream()
                .filter(channel -> channel.state() == ChannelState.OPEN)
                .count();
        return open + " of " + channels.size() + " open";
    }

    /** Whether any channel can be used; any thread may ask. */
    public boolean usable() {
        return channels.stream().anyMatch(HubChannel::usable);
    }

    /** Whether any provider is there; any thread may ask. */
    public boolean hasProviders() {
        return !providers.isEmpty();
    }

    /** Whether signals of another process came that has this node's keys; any thread may ask. */
    public boolean hasTwin() {
        return inbound.hasTwin();
    }

    /** Channels that can be used, the best first. */
    List<HubChannel> usableChannels() {
        return channels.stream()
                .filter(HubChannel::usable)
                .sorted(HubChannel::byPreference)
                .toList();
    }

    private void open(Offer offer) {
        Via via = new Via(++generation, offer.scope());
        HubChannel channel = new HubChannel(node, this, offer.provider(), via, offer.ranking());
        channels.add(channel);
        channel.open();
        node.self().ifPresent(self -> subscribe(channel, self));
    }

    private void retire(HubChannel channel) {
        channels.remove(channel);
        channel.retire();
        reassembly.channelGone(channel.via().channel());
        listener.channelGone(channel.via().channel());
    }

    private void subscribe(HubChannel channel, Self self) {
        Set<Inbox> inboxes = new HashSet<>();
        days.forEach(day -> inboxes.add(self.identity().inbox(day)));
        channel.subscribe(Set.copyOf(topics.keySet()), inboxes);
    }

    private void watchDays() {
        if (dayTimer != null) {
            dayTimer.cancel();
        }
        Duration until = Days.untilChange(node.loop().now());
        dayTimer = node.loop().schedule(until.compareTo(DAY_CHECK) < 0 ? until : DAY_CHECK, () -> {
            if (!days.equals(Days.inForce(node.loop().now()))) {
                resubscribe();
            }
            watchDays();
        });
    }

    @Override
    public void announced(HubChannel from, Topic topic, byte[] beacon) {
        TopicOwner owner = topics.get(topic);
        if (owner != null) {
            take(from, beacon, envelope -> inbound.announced(from, owner, envelope));
        }
    }

    @Override
    public void received(HubChannel from, byte[] frame) {
        take(from, frame, envelope -> inbound.received(from, swarms, envelope));
    }

    private void take(HubChannel from, byte[] frame, Consumer<byte[]> then) {
        reassembly
                .take(
                        from.via().channel(),
                        frame,
                        node.limits().hub(),
                        node.loop().nanoTime())
                .ifPresent(then);
    }

    @Override
    public void opened(HubChannel channel) {
        onOpened.accept(channel.via());
    }

    @Override
    public void down(HubChannel channel) {
        reassembly.channelGone(channel.via().channel());
        listener.channelGone(channel.via().channel());
    }
}
