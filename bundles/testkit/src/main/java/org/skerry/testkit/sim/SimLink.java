// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.skerry.base.bytes.Bytes;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.LinkStats;

/**
 * One end of a link. Messages leave one by one at the rate of the host, control first, and go no further ahead of what the other
 * end takes than a window for each lane. Everything but counting and queueing happens on the loop of the host's network.
 */
public final class SimLink implements Link {

    private static final int LONGEST = 64 << 10;
    private static final int WINDOW = 512 << 10;
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is done to messages on their way, for scenarios with hostile or broken ends. */
    @FunctionalInterface
    public interface Tampering {

        /** {@return what is sent instead of a message of this end: nothing, itself, or something else} */
        List<ByteBuffer> instead(Lane lane, ByteBuffer message);
    }

    private record Item(ByteBuffer message, CompletableFuture<Void> left) {}

    private record Received(Lane lane, ByteBuffer message) {}

    private final SimTransport transport;
    private final SimHost host;
    private final SimHost peer;
    private final SimNetwork network;
    private final ChannelBinding binding;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closeCalled = new AtomicBoolean();
    private final AtomicLong buffered = new AtomicLong();
    private final AtomicLong allowed = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private volatile boolean ended;
    // Confined to the loop.
    private final List<ArrayDeque<Item>> queues = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private final long[] ahead = new long[2];
    private final ArrayDeque<Received> inbox = new ArrayDeque<>();
    private Tampering tampering = (lane, message) -> List.of(message);
    private @Nullable SimLink other;
    private @Nullable LinkListener listener;
    private long lastArrival;
    private long stuckSince = -1;
    private boolean departing;
    private boolean closing;
    private boolean finished;
    private boolean told;
    private CloseReason reason = CloseReason.LOCAL;
    private String detail = "";

    private SimLink(SimTransport transport, SimTransport to) {
        this.transport = transport;
        this.host = transport.host();
        this.peer = to.host();
        this.network = transport.network();
        this.binding = ChannelBinding.of(transport.fingerprint(), to.fingerprint());
    }

    static SimLink[] pair(SimTransport offering, SimTransport answering) {
        SimLink[] ends = {new SimLink(offering, answering), new SimLink(answering, offering)};
        ends[0].other = ends[1];
        ends[1].other = ends[0];
        for (SimLink end : ends) {
            end.network.add(end);
        }
        return ends;
    }

    /** Does something to what this end sends from now on. On the thread of the simulation. */
    public void tamper(Tampering with) {
        tampering = with;
    }

    /** {@return whether an end of it is on a host} */
    boolean of(SimHost some) {
        return host == some || peer == some;
    }

    /** {@return the host of this end} */
    public SimHost host() {
        return host;
    }

    boolean alive() {
        return host.alive() && !ended;
    }

    /** The network breaks it; both ends hear so. */
    public void cut() {
        end(CloseReason.FAILED, "the connection broke");
        SimLink there = other;
        if (there != null) {
            there.end(CloseReason.FAILED, "the connection broke");
        }
    }

    /** It will not last: tells the listener so. */
    public void retire(String why) {
        host.network().execute(() -> {
            LinkListener to = listener;
            if (to != null && !ended) {
                to.retiring(why);
            }
        });
    }

    @Override
    public void start(LinkListener in) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the link has been started already");
        }
        host.network().execute(() -> {
            listener = in;
            deliver();
        });
    }

    @Override
    public void request(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a request for " + messages + " messages");
        }
        allowed.addAndGet(messages);
        host.network().execute(this::deliver);
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        int length = message.remaining();
        if (length < 1 || length > LONGEST) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a message of " + length + " bytes; the link takes 1 to " + LONGEST));
        }
        if (ended || closeCalled.get()) {
            return CompletableFuture.failedFuture(new IOException("the link has closed"));
        }
        Item item = new Item(message.duplicate(), new CompletableFuture<>());
        buffered.addAndGet(length);
        host.network().execute(() -> queue(lane, item));
        return item.left();
    }

    private void queue(Lane lane, Item item) {
        if (ended) {
            drop(item);
        } else {
            queues.get(lane.ordinal()).add(item);
            pump();
        }
    }

    private void drop(Item item) {
        buffered.addAndGet(-item.message().remaining());
        item.left().completeExceptionally(new IOException("the link has closed"));
    }

    private void pump() {
        if (departing || ended) {
            return;
        }
        for (Lane lane : Lane.values()) {
            Item next = queues.get(lane.ordinal()).peek();
            if (next != null && fits(lane, next.message().remaining())) {
                depart(lane, next);
                return;
            }
        }
        if (closing && queues.stream().allMatch(ArrayDeque::isEmpty)) {
            finish();
        }
    }

    private boolean fits(Lane lane, int bytes) {
        return ahead[lane.ordinal()] == 0 || ahead[lane.ordinal()] + bytes <= WINDOW;
    }

    private void depart(Lane lane, Item item) {
        departing = true;
        if (!network.reaches(host, peer) || !network.reaches(peer, host)) {
            stuck();
            return;
        }
        stuckSince = -1;
        long nanos = network.sending(host, peer, item.message().remaining());
        host.network().schedule(Duration.ofNanos(nanos), () -> {
            departing = false;
            if (!ended) {
                queues.get(lane.ordinal()).remove();
                left(lane, item);
                pump();
            }
        });
    }

    private void stuck() {
        long now = network.simulation().nanoTime();
        stuckSince = stuckSince < 0 ? now : stuckSince;
        if (now - stuckSince >= PATIENCE.toNanos()) {
            end(CloseReason.FAILED, "nothing has got through for 10 s");
            return;
        }
        host.network().schedule(RETRY, () -> {
            departing = false;
            pump();
        });
    }

    private void left(Lane lane, Item item) {
        int length = item.message().remaining();
        for (ByteBuffer message : tampering.instead(lane, ByteBuffer.wrap(Bytes.copyOf(item.message())))) {
            ahead[lane.ordinal()] += message.remaining();
            carry(() -> there().arrive(lane, message));
        }
        bytesOut.addAndGet(length);
        buffered.addAndGet(-length);
        item.left().complete(null);
    }

    private SimLink there() {
        SimLink there = other;
        if (there == null) {
            throw new IllegalStateException("a link with one end");
        }
        return there;
    }

    /** Has something happen at the other end, after all that was sent before. */
    private void carry(Runnable what) {
        long now = network.simulation().nanoTime();
        lastArrival = Math.max(lastArrival + 1, now + network.surely(host, peer));
        peer.network().schedule(Duration.ofNanos(lastArrival - now), what);
    }

    private void arrive(Lane lane, ByteBuffer message) {
        if (!ended && !closing) {
            bytesIn.addAndGet(message.remaining());
            inbox.add(new Received(lane, message));
            deliver();
        }
    }

    private void deliver() {
        LinkListener to = listener;
        if (to == null) {
            return;
        }
        while (!inbox.isEmpty() && allowed.get() > 0) {
            allowed.decrementAndGet();
            Received next = inbox.remove();
            int bytes = next.message().remaining();
            to.message(next.lane(), next.message());
            carry(() -> there().taken(next.lane(), bytes));
        }
        if (inbox.isEmpty() && finished && !ended) {
            end(CloseReason.REMOTE, "closed by the other side");
        } else if (ended && !told) {
            told = true;
            to.closed(reason, detail);
        }
    }

    private void taken(Lane lane, int bytes) {
        ahead[lane.ordinal()] -= bytes;
        pump();
    }

    @Override
    public void close(CloseReason why) {
        if (closeCalled.compareAndSet(false, true)) {
            host.network().execute(() -> {
                closing = true;
                inbox.clear();
                host.network().schedule(FAREWELL, () -> end(CloseReason.LOCAL, "closed by this side"));
                pump();
            });
        }
    }

    private void finish() {
        end(CloseReason.LOCAL, "closed by this side");
    }

    /** The last word of the other end. */
    private void fin() {
        finished = true;
        closeCalled.set(true);
        queues.forEach(queue -> {
            queue.forEach(this::drop);
            queue.clear();
        });
        deliver();
        if (!ended) {
            host.network().schedule(FAREWELL, () -> end(CloseReason.REMOTE, "closed by the other side"));
        }
    }

    /** Ends this end at once; the other one hears of it, if the network carries that. Any thread. */
    void end(CloseReason how, String why) {
        host.network().execute(() -> {
            if (ended) {
                return;
            }
            ended = true;
            closeCalled.set(true);
            reason = how;
            detail = why;
            List<Item> dropped = new ArrayList<>();
            queues.forEach(queue -> {
                dropped.addAll(queue);
                queue.clear();
            });
            dropped.forEach(this::drop);
            inbox.clear();
            network.remove(this);
            transport.ended(this);
            if (how == CloseReason.LOCAL && network.reaches(host, peer)) {
                carry(() -> there().fin());
            }
            deliver();
        });
    }

    @Override
    public long bufferedBytes() {
        return buffered.get();
    }

    @Override
    public int maxMessageBytes() {
        return LONGEST;
    }

    @Override
    public ChannelBinding channelBinding() {
        return binding;
    }

    @Override
    public LinkStats stats() {
        return LinkStats.of(bytesIn.get(), bytesOut.get(), host.name() + " to " + peer.name());
    }
}
