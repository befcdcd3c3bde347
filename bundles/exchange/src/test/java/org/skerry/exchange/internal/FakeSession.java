// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Loop;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Session;
import org.skerry.spi.transport.Lane;

/** One side of a session in memory: a latency, a rate, a link that can be cut, and a filter for what it sends. */
final class FakeSession implements Session {

    /** Sees each frame that leaves, and may change or swallow it. */
    interface Filter {
        ByteBuffer pass(Lane lane, ByteBuffer frame);
    }

    private record Delivery(Lane lane, ByteBuffer frame) {}

    final FakePeering owner;
    final PeerId remote;
    final Set<SwarmId> swarms = new LinkedHashSet<>();
    final Queue<Delivery> undelivered = new ArrayDeque<>();
    private final Loop loop;
    FakeSession other;
    Filter filter = (lane, frame) -> frame;
    long bytesPerSecond;
    Duration latency = Duration.ofMillis(1);
    String violation = "";
    volatile boolean linked = true;
    boolean refuseEpochs;
    final AtomicInteger link = new AtomicInteger();
    long[] epochs;
    private long allowed;
    private long buffered;
    private long busyUntil;
    long maxBuffered;
    int maxMessage = 64 << 10;

    FakeSession(FakePeering owner, PeerId remote, Loop loop, long[] epochs) {
        this.owner = owner;
        this.remote = remote;
        this.loop = loop;
        this.epochs = epochs;
    }

    @Override
    public PeerId peer() {
        return remote;
    }

    @Override
    public long incarnation() {
        return 1;
    }

    @Override
    public boolean linked() {
        return linked;
    }

    @Override
    public String transport() {
        return "fake";
    }

    @Override
    public Set<SwarmId> swarms() {
        return Set.copyOf(swarms);
    }

    @Override
    public int maxMessageBytes() {
        return maxMessage;
    }

    @Override
    public Duration rtt() {
        return latency.multipliedBy(2);
    }

    @Override
    public synchronized long bufferedBytes() {
        return buffered;
    }

    @Override
    public synchronized CompletionStage<Void> send(Lane lane, ByteBuffer frame) {
        if (!linked) {
            return CompletableFuture.failedFuture(new IllegalStateException("no link"));
        }
        int size = frame.remaining();
        buffered += size;
        maxBuffered = Math.max(maxBuffered, buffered);
        long now = loop.nanoTime();
        busyUntil = Math.max(now, busyUntil) + (bytesPerSecond == 0 ? 0 : size * 1_000_000_000L / bytesPerSecond);
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Duration serialised = Duration.ofNanos(busyUntil - now);
        int on = link.get();
        loop.schedule(serialised, () -> left(size, on, sent));
        ByteBuffer passed = filter.pass(lane, frame.duplicate());
        if (passed != null) {
            loop.schedule(serialised.plus(latency), () -> other.arrive(lane, passed, on));
        }
        return sent;
    }

    private void left(int size, int on, CompletableFuture<Void> sent) {
        synchronized (this) {
            buffered -= size;
        }
        if (on == link.get() && linked) {
            sent.complete(null);
        } else {
            sent.completeExceptionally(new IllegalStateException("link closed"));
        }
    }

    void arrive(Lane lane, ByteBuffer frame, int on) {
        if (on == link.get() && linked) {
            undelivered.add(new Delivery(lane, frame));
            deliver();
        }
    }

    private void deliver() {
        while (allowed > 0 && !undelivered.isEmpty()) {
            allowed--;
            Delivery next = undelivered.poll();
            owner.listener().ifPresent(it -> it.received(this, next.lane(), next.frame()));
        }
    }

    @Override
    public void request(int frames) {
        loop.execute(() -> {
            allowed += frames;
            deliver();
        });
    }

    @Override
    public long nextEpoch() {
        return refuseEpochs ? 1 : ++epochs[0];
    }

    @Override
    public void close(String why) {
        loop.execute(() -> FakeNet.close(this, why));
    }

    @Override
    public void violated(Conduct conduct, String why) {
        loop.execute(() -> {
            violation = why;
            owner.report(remote, conduct, why);
            FakeNet.close(this, why);
        });
    }

    /** The link is cut at this side. */
    void cut() {
        linked = false;
        link.incrementAndGet();
        allowed = 0;
        undelivered.clear();
    }
}
