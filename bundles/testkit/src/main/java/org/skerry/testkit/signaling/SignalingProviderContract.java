// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.signaling.Topic;

/**
 * What every signaling plugin has to do. Extend it and say how a plugin is made; each failure names the sentence of
 * {@link org.skerry.spi.signaling} that is broken. Delivery is best effort, so that tests repeat what they send until it is
 * heard.
 */
public abstract class SignalingProviderContract extends SignalingDeliveryContract {

    private static final Duration CLOSES_WITHIN = Duration.ofMillis(100);
    private static final int THREADS = 4;
    private static final int ROUNDS = 50;

    @Test
    void everyMethodMayBeCalledConcurrently() throws Exception {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
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
        assertAllComplete(sent);
        sendSurely(a, b);
    }

    @Test
    void closingWhileSendingCompletesEverything() throws Exception {
        Inbox inbox = newInbox();
        Queue<CompletableFuture<Acceptance>> sent = new ConcurrentLinkedQueue<>();
        CountDownLatch under = new CountDownLatch(THREADS);
        CompletableFuture<Void> closing = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            awaitQuietly(under);
            a.channel().close();
            closing.complete(null);
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
        closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        closer.join();
        assertThat(thrown)
                .as("SignalingChannel: \"After close() calls do nothing\"")
                .isEmpty();
        assertAllComplete(sent);
    }

    @Test
    void closesWithin100Milliseconds() {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            SignalingNode node = open("c" + i, providerA);
            node.subscribe(newTopic());
            long start = System.nanoTime();
            node.channel().close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
            assertThat(took)
                    .as("SignalingChannel.close: \"within 100 ms\", allowing for a busy machine")
                    .isLessThan(CLOSES_WITHIN.multipliedBy(10));
        }
        assertThat(best)
                .as("SignalingChannel.close: \"Closes within 100 ms\", best of five")
                .isLessThan(CLOSES_WITHIN);
    }

    @Test
    void opensAtOnce() {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            try (SignalingNode node = new SignalingNode("o" + i, providerA)) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                best = took.compareTo(best) < 0 ? took : best;
                assertThat(node.channel())
                        .as("SignalingProvider.open: \"the channel\"")
                        .isNotNull();
            }
        }
        assertThat(best)
                .as("SignalingProvider.open: \"Returns at once and connects in the background\", best of five")
                .isLessThan(CLOSES_WITHIN);
    }

    @Test
    void afterCloseNothingHappens() {
        Inbox inbox = newInbox();
        Topic topic = newTopic();
        b.listen(inbox);
        b.subscribe(topic);
        b.channel().close();
        long calls = b.calls();
        assertThatCode(() -> {
                    b.channel().close();
                    b.subscribe(topic);
                    b.listen(inbox);
                    b.channel().announce(topic, bytes(5));
                })
                .as("SignalingChannel: \"After close() calls do nothing\"; close is \"Idempotent\"")
                .doesNotThrowAnyException();
        Acceptance late =
                b.channel().send(newInbox(), bytes(5)).toCompletableFuture().join();
        assertThat(late.isSent())
                .as("SignalingChannel: \"send completes with Acceptance.refused\" after close")
                .isFalse();
        a.channel().announce(topic, bytes(7));
        a.channel().send(inbox, bytes(7));
        SignalingNode c = open("c", providerB);
        announceSurely(a, c);
        sendSurely(a, c);
        assertThat(b.calls())
                .as("SignalingChannel: \"the listener hears nothing more\" after close")
                .isEqualTo(calls);
    }

    @Test
    void survivesAStormOfReopening() {
        for (int i = 0; i < ROUNDS; i++) {
            try (SignalingNode node = new SignalingNode("storm" + i, providerA)) {
                node.subscribe(newTopic());
                node.listen(newInbox());
                node.channel().announce(newTopic(), bytes(8));
            }
        }
        SignalingNode last = open("last", providerA);
        announceSurely(last, b);
        sendSurely(b, last);
    }

    @Test
    void stoppingThePluginClosesItsChannelsAndLeavesNoThread() throws Exception {
        Set<Thread> before = threads();
        SignalingProvider provider = newProvider();
        SignalingNode node = open("d", provider);
        sendSurely(node, b);
        stop(provider);
        Acceptance late =
                node.channel().send(newInbox(), bytes(5)).toCompletableFuture().join();
        assertThat(late.isSent())
                .as("SignalingChannel: a channel of a plugin that has stopped is closed")
                .isFalse();
        node.close();
        await("house rule: a stopped plugin leaves no thread").atMost(PATIENCE).untilAsserted(() -> {
            Set<Thread> left = new HashSet<>(threads());
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    /** Runs the same on several threads at once, and returns what they threw. */
    private static List<Throwable> together(Runnable task) throws InterruptedException {
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertAllComplete(Queue<CompletableFuture<Acceptance>> sent) {
        for (CompletableFuture<Acceptance> one : sent) {
            assertThatCode(() -> one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(
                            "SignalingChannel.send: \"completes when the frame was handed on or refused, never exceptionally\"")
                    .doesNotThrowAnyException();
        }
    }
}
