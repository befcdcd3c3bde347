// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.Topic;

/**
 * What every signaling plugin has to do. Extend it and say how a plugin is made; each failure names the sentence of
 * {@link org.skerry.spi.signaling} that is broken. Delivery is best effort, so that tests repeat what they send until it is
 * heard. Override {@link #disconnect} and {@link #packagesOfPlugin} if you can: without them, a test is skipped each.
 */
public abstract class SignalingProviderContract extends SignalingLifecycleContract {

    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final int THREADS = 4;
    private static final int ROUNDS = 50;

    /** For subclasses. */
    protected SignalingProviderContract() {}

    @Test
    void everyMethodMayBeCalledConcurrently() throws Exception {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        b.listen(inbox);
        Queue<CompletableFuture<Acceptance>> sent = new ConcurrentLinkedQueue<>();
        List<Throwable> thrown = together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                b.subscribe(topic);
                b.listen(inbox);
                a.channel().announce(topic, new byte[] {(byte) i});
                sent.add(a.channel().send(inbox, new byte[] {(byte) i}).toCompletableFuture());
            }
        });
        assertThat(thrown)
                .as("SignalingChannel: \"Every method may be called from any thread, concurrently\"")
                .isEmpty();
        sent.forEach(this::outcome);
        sendSurely(a, b);
    }

    @Test
    void callsDoNotBlock() {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            b.subscribe(topic);
            b.listen(inbox);
            a.channel().announce(topic, new byte[] {(byte) i});
            CompletableFuture<Acceptance> sent =
                    a.channel().send(inbox, new byte[] {(byte) i}).toCompletableFuture();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
            outcome(sent);
        }
        assertThat(best)
                .as("SignalingChannel: \"must not block\", four calls, best of five")
                .isLessThan(AT_ONCE);
    }

    @Test
    void closingWhileSendingCompletesEverything() throws Exception {
        Inbox inbox = newInbox();
        b.listen(inbox);
        Queue<CompletableFuture<Acceptance>> sent = new ConcurrentLinkedQueue<>();
        CountDownLatch under = new CountDownLatch(THREADS);
        Thread closer = new Thread(() -> {
            awaitQuietly(under);
            a.channel().close();
        });
        closer.start();
        List<Throwable> thrown = together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                sent.add(a.channel().send(inbox, new byte[] {(byte) i}).toCompletableFuture());
                if (i == ROUNDS / 5) {
                    under.countDown();
                }
            }
        });
        closer.join(patience().toMillis());
        assertThat(closer.isAlive())
                .as("SignalingChannel.close: \"Closes within 100 ms\", during sends, too")
                .isFalse();
        assertThat(thrown)
                .as("SignalingChannel: \"After close() calls do nothing\"")
                .isEmpty();
        sent.forEach(this::outcome);
    }

    @Test
    void arraysAreNotChangedAfterwards() {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        b.listen(inbox);
        b.subscribe(topic);
        byte[] frame = bytes(100);
        byte[] beacon = bytes(100);
        byte[] frameBefore = frame.clone();
        byte[] beaconBefore = beacon.clone();
        repeat(
                "SignalingListener.received: \"frame: as it was sent\"",
                () -> a.channel().send(inbox, frame),
                () -> b.got(frameBefore));
        repeat(
                "SignalingListener.announced: \"beacon: what was announced\"",
                () -> a.channel().announce(topic, beacon),
                () -> b.heard(topic, beaconBefore));
        for (int i = 0; i < 3; i++) {
            byte[] next = bytes(100);
            repeat(
                    "SignalingListener.received: \"frame: as it was sent\"",
                    () -> a.channel().send(inbox, next),
                    () -> b.got(next));
        }
        assertThat(List.of(frame, beacon))
                .as("SignalingChannel.send: \"not changed afterwards by either side\", here what the sender gave")
                .containsExactly(frameBefore, beaconBefore);
        assertThat(b.got(frameBefore) && b.heard(topic, beaconBefore))
                .as("SignalingListener: \"The arrays are not changed afterwards by either side.\" Here what was"
                        + " received")
                .isTrue();
    }

    /** Runs the same on several threads at once, and returns what they threw. */
    private List<Throwable> together(Runnable task) throws InterruptedException {
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(i -> new Thread(() -> {
                    awaitQuietly(start);
                    task.run();
                }))
                .toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e)));
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(thrown);
    }

    private void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a thread of this test did not begin");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
