// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/** A node as a signaling plugin sees it, which remembers all that it hears. May be used by any thread. */
public final class SignalingNode implements SignalingContext, SignalingListener, AutoCloseable {

    private final String label;
    private final ExecutorService executor;
    private final List<Heard> announcements = new CopyOnWriteArrayList<>();
    private final List<byte[]> frames = new CopyOnWriteArrayList<>();
    private final List<ChannelState> states = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final SignalingChannel channel;

    /**
     * Opens a channel.
     *
     * @param label of the node
     * @param provider the plugin
     */
    public SignalingNode(String label, SignalingProvider provider) {
        this.label = label;
        this.executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "node-" + label));
        this.channel = provider.open(this, this);
    }

    private record Heard(Topic topic, byte[] beacon) {}

    /** {@return the channel} */
    public SignalingChannel channel() {
        return channel;
    }

    /**
     * Subscribes to these topics and no others.
     *
     * @param topics the topics
     */
    public void subscribe(Topic... topics) {
        channel.subscribe(Set.of(topics));
    }

    /**
     * Listens at these inboxes and no others.
     *
     * @param inboxes the inboxes
     */
    public void listen(Inbox... inboxes) {
        channel.listen(Set.of(inboxes));
    }

    /** {@return whether this was announced under that topic} */
    boolean heard(Topic topic, byte[] beacon) {
        return announcements.stream()
                .anyMatch(heard -> heard.topic().equals(topic) && Arrays.equals(heard.beacon(), beacon));
    }

    /** {@return whether anything was announced under that topic} */
    boolean heardOf(Topic topic) {
        return announcements.stream().anyMatch(heard -> heard.topic().equals(topic));
    }

    /**
     * Whether a frame came.
     *
     * @param frame its bytes
     * @return true if it came at least once
     */
    public boolean got(byte[] frame) {
        return frames.stream().anyMatch(got -> Arrays.equals(got, frame));
    }

    /** {@return all frames that came, in hexadecimal digits} */
    List<String> framesInHex() {
        return frames.stream().map(SignalingNode::hex).toList();
    }

    /** {@return all beacons that were heard, in hexadecimal digits} */
    List<String> beaconsInHex() {
        return announcements.stream().map(heard -> hex(heard.beacon())).toList();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** {@return the states that the channel told, in order} */
    List<ChannelState> states() {
        return List.copyOf(states);
    }

    /** {@return the state that the channel told last; CONNECTING before it told any} */
    public ChannelState state() {
        return states.isEmpty() ? ChannelState.CONNECTING : states.get(states.size() - 1);
    }

    /** {@return what the channel said about each of its states, in order} */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** {@return how often the plugin has called this node's listener} */
    public long calls() {
        return calls.get();
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void announced(Topic topic, byte[] beacon) {
        calls.incrementAndGet();
        announcements.add(new Heard(topic, beacon));
    }

    @Override
    public void received(byte[] frame) {
        calls.incrementAndGet();
        frames.add(frame);
    }

    @Override
    public void state(ChannelState state, String why) {
        calls.incrementAndGet();
        reasons.add(why);
        states.add(state);
    }

    /** Closes the channel, then the executor. */
    @Override
    public void close() {
        channel.close();
        executor.shutdown();
    }
}
