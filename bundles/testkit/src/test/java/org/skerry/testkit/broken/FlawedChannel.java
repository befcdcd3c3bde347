// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;

/** A channel of a {@link FlawedSignaling}. */
final class FlawedChannel implements SignalingChannel {

    private static final int LONGEST = 1000;
    private static final int OFTEN = 10;

    private record Announcement(Topic topic, byte[] beacon) {}

    private final FlawedSignaling plugin;
    private final SignalingFlaw flaw;
    private final SignalingContext self;
    private final SignalingListener in;
    private final Set<Topic> topicsEver = ConcurrentHashMap.newKeySet();
    private final Set<Inbox> inboxesEver = ConcurrentHashMap.newKeySet();
    private final List<Announcement> announced = new CopyOnWriteArrayList<>();
    private final Map<Integer, byte[]> buffers = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Acceptance>> outstanding = new CopyOnWriteArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicBoolean subscribing = new AtomicBoolean();
    private volatile Set<Topic> topics = Set.of();
    private volatile Set<Inbox> inboxes = Set.of();
    private volatile boolean closed;

    FlawedChannel(FlawedSignaling plugin, SignalingContext self, SignalingListener in) {
        this.plugin = plugin;
        this.flaw = plugin.flaw();
        this.self = self;
        this.in = in;
    }

    private boolean has(SignalingFlaw which) {
        return flaw == which;
    }

    void connect() {
        in.state(ChannelState.OPEN, has(SignalingFlaw.GIVES_NO_REASON) ? "" : "meets all others");
    }

    void reconnect() {
        in.state(ChannelState.DOWN, "cut off");
        if (has(SignalingFlaw.FORGETS_TOPICS_WHEN_CUT_OFF)) {
            topics = Set.of();
        }
        if (has(SignalingFlaw.FORGETS_INBOXES_WHEN_CUT_OFF)) {
            inboxes = Set.of();
        }
        if (!has(SignalingFlaw.STAYS_DOWN)) {
            in.state(ChannelState.CONNECTING, "tries again");
            connect();
        }
    }

    @Override
    public void subscribe(Set<Topic> all) {
        if (closed && has(SignalingFlaw.THROWS_AFTER_CLOSE)) {
            throw new IllegalStateException("closed");
        }
        if (has(SignalingFlaw.SUBSCRIBES_ONE_AT_A_TIME)) {
            subscribeAlone();
        }
        if (all.isEmpty() && has(SignalingFlaw.IGNORES_NO_TOPICS)) {
            return;
        }
        Set<Topic> next = new HashSet<>(all);
        if (has(SignalingFlaw.ADDS_TOPICS) && !all.isEmpty()) {
            next.addAll(topics);
        }
        if (has(SignalingFlaw.TAKES_ONE_TOPIC)) {
            next.retainAll(all.stream().limit(1).toList());
        }
        topics = next;
        topicsEver.addAll(all);
        if (has(SignalingFlaw.KEEPS_ANNOUNCEMENTS)) {
            FlawedSignaling.present().stream()
                    .filter(other -> other != this)
                    .flatMap(other -> other.announced.stream())
                    .filter(old -> all.contains(old.topic()))
                    .forEach(old -> in.announced(old.topic(), old.beacon()));
        }
    }

    private void subscribeAlone() {
        if (!subscribing.compareAndSet(false, true)) {
            throw new IllegalStateException("another thread is subscribing");
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        subscribing.set(false);
    }

    @Override
    public void listen(Set<Inbox> own) {
        if (own.isEmpty() && has(SignalingFlaw.IGNORES_NO_INBOXES)) {
            return;
        }
        Set<Inbox> next = new HashSet<>(own);
        if (has(SignalingFlaw.ADDS_INBOXES) && !own.isEmpty()) {
            next.addAll(inboxes);
        }
        if (has(SignalingFlaw.TAKES_ONE_INBOX)) {
            next.retainAll(own.stream().limit(1).toList());
        }
        inboxes = next;
        inboxesEver.addAll(own);
    }

    @Override
    public void announce(Topic topic, byte[] beacon) {
        if (has(SignalingFlaw.LOSES_ANNOUNCEMENTS) || beacon.length == 0 && has(SignalingFlaw.DROPS_EMPTY_BEACONS)) {
            return;
        }
        if (beacon.length > maxFrameBytes()) {
            if (has(SignalingFlaw.THROWS_AT_TOO_LONG_BEACONS)) {
                throw new IllegalArgumentException("too long");
            }
        } else if (!closed) {
            announced.add(new Announcement(topic, beacon));
            FlawedSignaling.present().forEach(other -> other.hear(this, topic, beacon));
        }
    }

    private void hear(FlawedChannel from, Topic topic, byte[] beacon) {
        boolean wanted =
                topics.contains(topic) || has(SignalingFlaw.TELLS_OF_ALL_TOPICS) && !topicsEver.contains(topic);
        if (from == this && !has(SignalingFlaw.ECHOES_ANNOUNCEMENTS) || !wanted || isApartFrom(from)) {
            return;
        }
        in.announced(topic, asReceived(beacon));
        if (has(SignalingFlaw.JOINS_BEACONS) && heard.incrementAndGet() % OFTEN == 0) {
            in.announced(topic, Arrays.copyOf(beacon, beacon.length * 2));
        }
    }

    @Override
    public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
        if (has(SignalingFlaw.BLOCKS_SENDERS)) {
            FlawedSignaling.dawdle();
        }
        if (closed && (plugin.isStopped() || !has(SignalingFlaw.SENDS_AFTER_CLOSE))) {
            return CompletableFuture.completedFuture(Acceptance.refused("closed"));
        }
        if (frame.length > maxFrameBytes() && !has(SignalingFlaw.SENDS_WHAT_IS_TOO_LONG)) {
            return CompletableFuture.completedFuture(Acceptance.refused("too long"));
        }
        if (has(SignalingFlaw.FAILS_WITHOUT_A_RECEIVER)
                && FlawedSignaling.present().stream().noneMatch(other -> other.inboxes.contains(to))) {
            return CompletableFuture.failedFuture(new IOException("no such inbox"));
        }
        FlawedSignaling.present().forEach(other -> other.receive(this, to, frame));
        if (has(SignalingFlaw.SCRAMBLES_WHAT_WAS_SENT) && frame.length == 100) {
            frame[0] ^= 1;
        }
        return handedOn();
    }

    /** The outcome of a send, at once; with some flaws when a slow network has taken the frame. */
    private CompletionStage<Acceptance> handedOn() {
        if (!has(SignalingFlaw.CLOSE_LEAVES_SENDS_OPEN) && !has(SignalingFlaw.STOP_LEAVES_SENDS_OPEN)) {
            return CompletableFuture.completedFuture(Acceptance.sent());
        }
        CompletableFuture<Acceptance> taken = new CompletableFuture<>();
        outstanding.add(taken);
        try {
            self.executor().execute(() -> {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                if (outstanding.remove(taken)) {
                    taken.complete(Acceptance.sent());
                }
            });
        } catch (RejectedExecutionException e) {
            taken.complete(Acceptance.refused("closed"));
        }
        return taken;
    }

    private void receive(FlawedChannel from, Inbox to, byte[] frame) {
        boolean mine = inboxes.contains(to) || has(SignalingFlaw.DELIVERS_TO_ALL) && !inboxesEver.contains(to);
        if (!mine || isApartFrom(from)) {
            return;
        }
        boolean cut = frame.length == LONGEST && has(SignalingFlaw.CUTS_THE_LONGEST_FRAMES);
        in.received(asReceived(cut ? Arrays.copyOf(frame, LONGEST - 1) : frame));
        if (has(SignalingFlaw.JOINS_FRAMES) && heard.incrementAndGet() % OFTEN == 0) {
            in.received(Arrays.copyOf(frame, frame.length * 2));
        }
    }

    private boolean isApartFrom(FlawedChannel from) {
        return from != this && from.plugin == plugin && has(SignalingFlaw.SEPARATES_ITS_CHANNELS);
    }

    private byte[] asReceived(byte[] sent) {
        if (!has(SignalingFlaw.DELIVERS_IN_ONE_BUFFER)) {
            return sent.clone();
        }
        byte[] buffer = buffers.computeIfAbsent(sent.length, byte[]::new);
        System.arraycopy(sent, 0, buffer, 0, sent.length);
        return buffer;
    }

    @Override
    public int maxFrameBytes() {
        return has(SignalingFlaw.TAKES_SHORT_FRAMES_ONLY) ? 100 : LONGEST;
    }

    @Override
    public void close() {
        if (has(SignalingFlaw.CLOSES_SLOWLY) && !closed) {
            FlawedSignaling.dawdle();
        }
        end(has(SignalingFlaw.CLOSE_LEAVES_SENDS_OPEN));
    }

    void end(boolean leavingSendsOpen) {
        closed = true;
        if (!has(SignalingFlaw.HEARS_AFTER_CLOSE)) {
            FlawedSignaling.present().remove(this);
        }
        List<CompletableFuture<Acceptance>> open = List.copyOf(outstanding);
        outstanding.clear();
        if (!leavingSendsOpen) {
            open.forEach(taken -> taken.complete(Acceptance.refused("closed")));
        }
    }
}
