// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;

/** Signaling among all of this class, on the thread of the sender; correct but for one flaw. Thread-safe. */
final class FlawedSignaling implements SignalingProvider {

    private static final List<FlawedChannel> PRESENT = new CopyOnWriteArrayList<>();
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final Set<FlawedSignaling> RUNNING = ConcurrentHashMap.newKeySet();
    private static final CountDownLatch[] THREADS_LEFT = {new CountDownLatch(1)};

    private final SignalingFlaw flaw;
    private final List<FlawedChannel> channels = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final boolean works;

    FlawedSignaling(SignalingFlaw flaw) {
        this.flaw = flaw;
        if (RUNNING.isEmpty()) {
            STARTED.set(0);
        }
        RUNNING.add(this);
        works = STARTED.incrementAndGet() <= 10 || flaw != SignalingFlaw.STARTS_TEN_TIMES_ONLY;
    }

    /** Frees what flaws left behind. */
    static void cleanUp() {
        PRESENT.clear();
        RUNNING.clear();
        System.getProperties().remove(FlawedSignaling.class.getName());
        THREADS_LEFT[0].countDown();
        THREADS_LEFT[0] = new CountDownLatch(1);
    }

    /** {@return the channels that can hear, of all plugins} */
    static List<FlawedChannel> present() {
        return PRESENT;
    }

    /** Takes so long that a limit of 100 ms is broken. */
    static void dawdle() {
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
    }

    SignalingFlaw flaw() {
        return flaw;
    }

    @Override
    public SignalingChannel open(SignalingContext self, SignalingListener in) {
        if (flaw == SignalingFlaw.OPENS_SLOWLY) {
            dawdle();
        }
        FlawedChannel channel = new FlawedChannel(this, self, in);
        if (works && (opened.incrementAndGet() <= 20 || flaw != SignalingFlaw.OPENS_TWENTY_CHANNELS_ONLY)) {
            channels.add(channel);
            PRESENT.add(channel);
            channel.connect();
        }
        return channel;
    }

    /** Cuts all channels off for a moment. */
    void disconnect() {
        channels.forEach(FlawedChannel::reconnect);
    }

    boolean isStopped() {
        return !RUNNING.contains(this);
    }

    /** As a bundle stops. */
    void stop() {
        RUNNING.remove(this);
        if (flaw != SignalingFlaw.LEAVES_CHANNELS_OPEN) {
            channels.forEach(channel -> channel.end(flaw == SignalingFlaw.STOP_LEAVES_SENDS_OPEN));
        }
        if (flaw == SignalingFlaw.LEAVES_A_THREAD) {
            CountDownLatch end = THREADS_LEFT[0];
            Thread thread = new Thread(() -> awaitQuietly(end), "left-behind");
            thread.setDaemon(true);
            thread.start();
        }
        if (flaw == SignalingFlaw.LEAVES_ITS_CLASSES) {
            System.getProperties().put(FlawedSignaling.class.getName(), this);
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
