// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadWorkersTest {

    private static final String NAME = "workers-test";

    private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final ThreadWorkers workers = new ThreadWorkers(NAME, 2, thrown::add);

    @AfterEach
    void leavesNoThread() {
        workers.close();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Threads.alive(NAME)).isEmpty());
    }

    @Test
    void yieldsResultsAndFailures() throws Exception {
        assertThat(get(workers.submit(() -> 42))).isEqualTo(42);
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> get(workers.submit(() -> {
                    throw failure;
                })))
                .hasCause(failure);
    }

    @Test
    void waitsForSeveralTogether() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<ThreadWorkers> all = new ArrayList<>();
        CountDownLatch stuck = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            ThreadWorkers one = new ThreadWorkers(NAME, 1, thrown::add);
            one.execute(() -> {
                stuck.countDown();
                boolean released = false;
                while (!released) {
                    try {
                        release.await();
                        released = true;
                    } catch (InterruptedException e) {
                        released = false; // heeds no interrupt, like a disk
                    }
                }
            });
            all.add(one);
        }
        stuck.await();
        long begun = System.nanoTime();
        ThreadWorkers.closeAll(all);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(300));
        release.countDown();
    }

    @Test
    void runsAsManyAtOnceAsItHasThreads() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        CompletionStage<Integer> one = workers.submit(() -> both.await(10, SECONDS));
        CompletionStage<Integer> two = workers.submit(() -> both.await(10, SECONDS));
        assertThat(get(one) + get(two)).isEqualTo(1);
        assertThat(Threads.alive(NAME)).containsExactlyInAnyOrder(NAME + "-1", NAME + "-2");
        assertThatIllegalArgumentException().isThrownBy(() -> new ThreadWorkers(NAME, 0, thrown::add));
    }

    @Test
    void countsWhatWaits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        occupy(release);
        assertThat(workers.queued()).isZero();
        CompletionStage<String> third = workers.submit(() -> "third");
        workers.execute(() -> {});
        assertThat(workers.queued()).isEqualTo(2);
        release.countDown();
        assertThat(get(third)).isEqualTo("third");
        await().until(() -> workers.queued() == 0);
    }

    @Test
    void reportsWhatAPlainTaskThrowsAndGoesOn() throws Exception {
        Error error = new AssertionError("plain");
        for (int i = 0; i < 3; i++) {
            workers.execute(() -> {
                throw error;
            });
        }
        await().untilAsserted(() -> assertThat(thrown).containsExactly(error, error, error));
        assertThat(get(workers.submit(() -> "alive"))).isEqualTo("alive");
    }

    @Test
    void skipsATaskThatWasCancelledBeforeItBegan() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean ran = new AtomicBoolean();
        occupy(release);
        CompletionStage<Boolean> waiting = workers.submit(() -> ran.getAndSet(true));
        assertThat(waiting.toCompletableFuture().cancel(false)).isTrue();
        release.countDown();
        get(workers.submit(() -> "after it"));
        await().until(() -> workers.queued() == 0);
        workers.close();
        assertThat(ran).isFalse();
    }

    @Test
    void closingCancelsWhatWaitsAndWhatRuns() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<CompletionStage<String>> running = occupy(never);
        CompletionStage<String> waiting = workers.submit(() -> "never");
        workers.close();
        assertCancelled(running.get(0));
        assertCancelled(running.get(1));
        assertCancelled(waiting);
        await().untilAsserted(() -> assertThat(Threads.alive(NAME)).isEmpty());
    }

    @Test
    void afterClosingNothingRuns() {
        workers.close();
        AtomicBoolean ran = new AtomicBoolean();
        workers.execute(() -> ran.set(true));
        assertCancelled(workers.submit(() -> ran.getAndSet(true)));
        assertThat(Threads.alive(NAME)).isEmpty();
        assertThat(ran).isFalse();
    }

    @Test
    void anIdlePoolClosesWithoutWaitingForAnInterrupt() throws Exception {
        Duration quickest = Duration.ofDays(1);
        for (int round = 0; round < 10; round++) {
            ThreadWorkers idle = new ThreadWorkers(NAME + "-idle", 2, thrown::add);
            get(idle.submit(() -> "warm"));
            long start = System.nanoTime();
            idle.close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
        }
        assertThat(quickest).isLessThan(Duration.ofMillis(45));
    }

    @Test
    void aWorkerMayCloseItsOwnPool() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        workers.execute(() -> {
            workers.close();
            closed.countDown();
        });
        assertThat(closed.await(10, SECONDS)).isTrue();
    }

    @Test
    void everyStageCompletesHoweverSubmittingAndClosingMeet() throws Exception {
        for (int round = 0; round < 50; round++) {
            ThreadWorkers pool = new ThreadWorkers(NAME + "-race", 2, thrown::add);
            List<CompletableFuture<Integer>> stages = new ArrayList<>();
            CountDownLatch started = new CountDownLatch(1);
            Thread submitter = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    int number = i;
                    stages.add(pool.submit(() -> number).toCompletableFuture());
                    started.countDown();
                }
            });
            submitter.start();
            assertThat(started.await(10, SECONDS)).isTrue();
            pool.close();
            submitter.join();
            // A task that had begun may complete its stage a moment later.
            CompletableFuture<Void> all = CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(5))
                    .until(all::isDone);
        }
    }

    /** Keeps both threads busy until the latch opens. */
    private List<CompletionStage<String>> occupy(CountDownLatch release) throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        List<CompletionStage<String>> stages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            stages.add(workers.submit(() -> {
                entered.countDown();
                release.await();
                return "done";
            }));
        }
        assertThat(entered.await(10, SECONDS)).isTrue();
        return stages;
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, SECONDS);
    }

    private static void assertCancelled(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> stage.toCompletableFuture().getNow(null)).isInstanceOf(CancellationException.class);
    }
}
