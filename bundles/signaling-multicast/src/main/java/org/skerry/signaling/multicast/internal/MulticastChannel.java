// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Backoff;
import org.skerry.base.loop.Jitter;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node on the segment. What callers want to send waits in a queue; one thread sends, receives, and looks at the
 * interfaces now and then. The listener is called on that thread, without delay.
 */
final class MulticastChannel implements SignalingChannel {

    private static final Logger LOG = LoggerFactory.getLogger(MulticastChannel.class);
    private static final Backoff RETRY = Backoff.doublingFrom(Duration.ofSeconds(1));
    private static final double POLL_SPREAD = 0.2;
    private static final long CLOSE_MILLIS = 60;
    private static final String CLOSED = "the channel is closed";

    private final MulticastSettings settings;
    private final String label;
    private final Ear ear;
    private final Consumer<MulticastChannel> onClose;
    private final SecureRandom random = new SecureRandom();
    private final long self = random.nextLong();
    private final ArrayBlockingQueue<Outgoing> queue;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Set<Topic> topics = Set.of();
    private volatile Set<Inbox> inboxes = Set.of();
    private volatile @Nullable Sockets sockets;
    private volatile ChannelState state = ChannelState.CONNECTING;
    private volatile String why = "opening";

    // The rest belongs to the thread.
    private final Whereabouts whereabouts = new Whereabouts();
    private final Intake intake;
    private final TokenBucket out;
    private int sequence;
    private boolean sendingFails;
    private long nextLookNanos;

    MulticastChannel(
            MulticastSettings settings,
            SignalingContext self,
            SignalingListener in,
            Consumer<MulticastChannel> onClose) {
        this.settings = settings;
        this.label = self.label();
        this.ear = new Ear(label, in);
        this.onClose = onClose;
        this.queue = new ArrayBlockingQueue<>(settings.queueFrames());
        this.intake = new Intake(settings, this.self, System.nanoTime());
        this.out = new TokenBucket(settings.outPerSecond(), System.nanoTime());
        this.thread = new Thread(null, this::run, "skerry-multicast-" + label, 0, false);
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY); // whatever the one that makes it has
        thread.setContextClassLoader(MulticastChannel.class.getClassLoader()); // not that of whoever opens it
    }

    void open() {
        thread.start();
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
        submit(new Outgoing(Datagram.Kind.ANNOUNCE, topic, beacon));
    }

    @Override
    public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
        Outgoing outgoing = new Outgoing(Datagram.Kind.DIRECTED, to, frame);
        submit(outgoing);
        return outgoing.done();
    }

    private void submit(Outgoing outgoing) {
        if (outgoing.payload().length > maxFrameBytes()) {
            outgoing.refuse("frame of " + outgoing.payload().length + " bytes, " + maxFrameBytes() + " are allowed");
        } else if (isClosed()) {
            outgoing.refuse(CLOSED);
        } else if (state == ChannelState.DOWN) {
            outgoing.refuse(why);
        } else if (!queue.offer(outgoing)) {
            outgoing.refuse(settings.queueFrames() + " frames wait already");
        } else {
            wakeup();
            if (isClosed()) {
                // Seen after adding, so that either the thread refuses it at its end, or this does.
                refuseAll(CLOSED);
            }
        }
    }

    @Override
    public int maxFrameBytes() {
        return settings.maxFrameBytes();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void wakeup() {
        Sockets now = sockets;
        if (now != null) {
            now.wakeup();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        wakeup();
        ear.end();
        refuseAll(CLOSED);
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        onClose.accept(this);
    }

    private void refuseAll(String reason) {
        for (Outgoing waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.refuse(reason);
        }
    }

    private void run() {
        for (int attempt = 0; !isClosed(); attempt++) {
            try (Sockets opened = new Sockets(settings)) {
                sockets = opened;
                nextLookNanos = System.nanoTime();
                while (!isClosed()) {
                    round(opened);
                    attempt = 0;
                }
            } catch (IOException | RuntimeException e) {
                if (!isClosed()) {
                    LOG.debug("{}: multicast failed", label, e);
                    report(ChannelState.DOWN, String.valueOf(e.getMessage()));
                    pause(RETRY.next(attempt, random));
                }
            } finally {
                sockets = null;
            }
        }
        refuseAll(CLOSED);
    }

    private void pause(Duration time) {
        refuseAll(why);
        Thread.interrupted(); // an interrupt closes the sockets, which are made anew; it is no business of the pause
        try {
            if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("{}: closed while it was down", label);
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", label);
        }
    }

    private void round(Sockets now) throws IOException {
        long nanos = System.nanoTime();
        if (nanos - nextLookNanos >= 0) {
            look(now);
            nextLookNanos =
                    nanos + Jitter.around(settings.poll(), POLL_SPREAD, random).toNanos();
        }
        Outgoing next = queue.poll();
        while (next != null) {
            send(now, next);
            next = queue.poll();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(nextLookNanos - System.nanoTime()) + 1;
        now.receive(left, (from, bytes) -> take(now, from, bytes));
    }

    private void look(Sockets now) throws IOException {
        now.follow(Segment.find(settings.interfaces()));
        Optional<String> failure = sendingFails ? now.multicast(probe()) : Optional.empty();
        sendingFails = failure.isPresent();
        if (sendingFails) {
            report(ChannelState.DOWN, failure.get());
        } else if (!now.joined().isEmpty()) {
            report(ChannelState.OPEN, "on " + now.joined() + ", UDP port " + settings.port());
        } else if (settings.interfaces().isEmpty()) {
            report(ChannelState.DOWN, "no network interface is up that can multicast");
        } else {
            report(ChannelState.DOWN, "none of the interfaces is up: " + String.join(", ", settings.interfaces()));
        }
    }

    private void send(Sockets now, Outgoing outgoing) {
        long nanos = System.nanoTime();
        if (!out.take(nanos)) {
            outgoing.refuse("more than " + settings.outPerSecond() + " frames per second");
            return;
        }
        ByteBuffer bytes = encode(outgoing.kind(), outgoing.to().bytes(), outgoing.payload());
        if (outgoing.kind() == Datagram.Kind.DIRECTED && sendDirectly(now, outgoing, bytes, nanos)) {
            outgoing.done().complete(Acceptance.sent());
            return;
        }
        Optional<String> failure = now.multicast(bytes);
        sendingFails = failure.isPresent();
        if (sendingFails) {
            report(ChannelState.DOWN, failure.get());
            outgoing.refuse(failure.get());
        } else {
            outgoing.done().complete(Acceptance.sent());
        }
    }

    private ByteBuffer encode(Datagram.Kind kind, byte[] address, byte[] payload) {
        List<Long> own = inboxes.stream()
                .limit(Datagram.MAX_INBOXES)
                .map(Datagram::prefix)
                .toList();
        return new Datagram(kind, self, sequence++, own, address, payload).encode();
    }

    /** Goes to a topic that no one has: whether it can be sent is all that matters. */
    private ByteBuffer probe() {
        byte[] nowhere = new byte[Topic.BYTES];
        random.nextBytes(nowhere);
        return encode(Datagram.Kind.ANNOUNCE, nowhere, new byte[0]);
    }

    private boolean sendDirectly(Sockets now, Outgoing outgoing, ByteBuffer bytes, long nanos) {
        boolean sent = false;
        for (InetSocketAddress to : whereabouts.of(Datagram.prefix(outgoing.to()), nanos)) {
            sent |= now.unicast(bytes, to);
        }
        return sent;
    }

    private void take(Sockets now, InetSocketAddress from, ByteBuffer bytes) {
        long nanos = System.nanoTime();
        intake.take(from, bytes, now.segments(), nanos).ifPresent(datagram -> {
            whereabouts.heard(datagram.inboxes(), from, nanos);
            deliver(datagram);
        });
    }

    private void deliver(Datagram datagram) {
        if (datagram.kind() == Datagram.Kind.ANNOUNCE) {
            Topic topic = Topic.of(datagram.address());
            if (topics.contains(topic)) {
                ear.tell(listener -> listener.announced(topic, datagram.payload()));
            }
        } else if (inboxes.contains(Inbox.of(datagram.address()))) {
            ear.tell(listener -> listener.received(datagram.payload()));
        }
    }

    private void report(ChannelState now, String reason) {
        if (now == state && reason.equals(why)) {
            return;
        }
        why = reason;
        state = now;
        LOG.debug("{}: multicast is {}: {}", label, now, reason);
        ear.tell(listener -> listener.state(now, reason));
    }
}
