// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadLoopTest {

    private static final String NAME = "thread-loop-test";

    private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final ThreadLoop loop = new ThreadLoop(NAME, thrown::add);

    @AfterEach
    void leavesNoThread() {
        loop.close();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Threads.alive(NAME)).isEmpty());
    }

    @Test
    void runsEachThreadsTasksInTheirOrderAndOneAtATime() throws Exception {
        List<Integer>[] seen = newLists(4);
        AtomicBoolean busy = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        List<Thread> posters = new ArrayList<>();
        for (List<Integer> list : seen) {
            Thread poster = new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    int number = i;
                    loop.execute(() -> {
                        overlapped.compareAndSet(false, busy.getAndSet(true));
                        list.add(number);
                        busy.set(false);
                    });
                }
            });
            poster.start();
            posters.add(poster);
        }
        for (Thread poster : posters) {
            poster.join();
        }
        drain();
        assertThat(overlapped).isFalse();
        for (List<Integer> list : seen) {
            assertThat(list).hasSize(5_000).isSorted();
        }
    }

    @Test
    void runsLaterWhatIsPostedOnTheLoop() throws Exception {
        List<String> order = new ArrayList<>();
        onLoop(() -> {
            loop.execute(() -> order.add("posted"));
            order.add("posting");
        });
        drain();
        assertThat(order).containsExactly("posting", "posted");
    }

    @Test
    void runsTimersByDeadlineAndNoSoonerThanAsked() throws Exception {
        List<String> order = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(4);
        long start = loop.nanoTime();
        onLoop(() -> {
            schedule(60, order, "60", all);
            schedule(20, order, "20", all);
            schedule(20, order, "20 later", all);
            schedule(-5, order, "at once", all);
        });
        assertThat(all.await(10, SECONDS)).isTrue();
        assertThat(order).containsExactly("at once", "20", "20 later", "60");
        assertThat(loop.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
    }

    @Test
    void anEarlierTimerWakesTheLoopBeforeALaterOne() throws Exception {
        loop.schedule(Duration.ofDays(1_000_000_000), () -> {});
        drain();
        CountDownLatch ran = new CountDownLatch(1);
        loop.schedule(Duration.ofMillis(5), ran::countDown);
        assertThat(ran.await(10, SECONDS)).isTrue();
    }

    @Test
    void aCancelledTimerDoesNotRunEvenIfDueAlready() throws Exception {
        List<String> order = new ArrayList<>();
        AtomicReference<Cancellable> second = new AtomicReference<>();
        onLoop(() -> {
            loop.schedule(Duration.ZERO, () -> second.get().cancel());
            second.set(loop.schedule(Duration.ZERO, () -> order.add("cancelled")));
            Cancellable third = loop.schedule(Duration.ofMillis(1), () -> order.add("cancelled too"));
            third.cancel();
            third.cancel();
        });
        CountDownLatch later = new CountDownLatch(1);
        loop.schedule(Duration.ofMillis(30), later::countDown);
        assertThat(later.await(10, SECONDS)).isTrue();
        assertThat(order).isEmpty();
    }

    @Test
    void aCancelledTimerLetsGoOfItsTask() {
        AtomicReference<Runnable> task = new AtomicReference<>(new Runnable() {
            @Override
            public void run() {}
        });
        WeakReference<Runnable> reference = new WeakReference<>(task.get());
        Cancellable timer = loop.schedule(Duration.ofHours(1), task.get());
        timer.cancel();
        task.set(null);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertThat(timer).isNotNull();
    }

    @Test
    void reportsWhatATaskThrowsAndGoesOn() throws Exception {
        Error error = new AssertionError("first");
        RuntimeException exception = new IllegalStateException("second");
        loop.execute(() -> {
            throw error;
        });
        loop.schedule(Duration.ZERO, () -> {
            throw exception;
        });
        await().untilAsserted(() -> assertThat(thrown).containsExactlyInAnyOrder(error, exception));
        drain();
    }

    @Test
    void goesOnWhenReportingFails() throws Exception {
        try (ThreadLoop fragile = new ThreadLoop(NAME + "-fragile", any -> {
            throw new IllegalStateException("no log");
        })) {
            fragile.execute(() -> {
                throw new IllegalStateException("task");
            });
            CountDownLatch ran = new CountDownLatch(1);
            fragile.execute(ran::countDown);
            assertThat(ran.await(10, SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptDoesNotReachTheNextTask() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean(true);
        onLoop(() -> {
            loop.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));
            Thread.currentThread().interrupt();
        });
        drain();
        assertThat(interrupted).isFalse();
    }

    @Test
    void knowsWhetherItIsTheCaller() throws Exception {
        AtomicBoolean inside = new AtomicBoolean();
        onLoop(() -> inside.set(loop.inLoop()));
        assertThat(inside).isTrue();
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void itsThreadIsADaemonThatCarriesNothingOfItsMaker() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        onLoop(() -> thread.set(Thread.currentThread()));
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get().getName()).isEqualTo(NAME);
        assertThat(thread.get().getContextClassLoader()).isSameAs(ThreadLoop.class.getClassLoader());
    }

    @Test
    void closingDiscardsWhatWaitsAndDropsWhatComes() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        loop.execute(() -> {
            entered.countDown();
            awaitQuietly(go);
        });
        assertThat(entered.await(10, SECONDS)).isTrue();
        loop.execute(() -> ran.set(true));
        loop.schedule(Duration.ZERO, () -> ran.set(true));
        loop.close(); // interrupts the waiting task
        loop.execute(() -> ran.set(true));
        loop.schedule(Duration.ZERO, () -> ran.set(true)).cancel();
        await().untilAsserted(() -> assertThat(Threads.alive(NAME)).isEmpty());
        assertThat(ran).isFalse();
    }

    @Test
    void closingWaitsNoLongerThanItSaysForATaskThatIgnoresInterrupts() throws Exception {
        AtomicBoolean release = new AtomicBoolean();
        CountDownLatch entered = new CountDownLatch(1);
        loop.execute(() -> {
            entered.countDown();
            while (!release.get()) {
                Thread.onSpinWait();
            }
        });
        assertThat(entered.await(10, SECONDS)).isTrue();
        long start = System.nanoTime();
        loop.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(90), Duration.ofSeconds(5));
        release.set(true);
    }

    @Test
    void closingOnTheLoopMakesTheCallerTheLastTask() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Boolean> survived = new CompletableFuture<>();
        loop.execute(() -> {
            // Taken up together with the one that follows it.
            loop.execute(() -> {
                loop.close();
                survived.complete(!Thread.currentThread().isInterrupted());
            });
            loop.execute(() -> ran.set(true));
        });
        assertThat(survived.get(10, SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(Threads.alive(NAME)).isEmpty());
        assertThat(ran).isFalse();
    }

    @Test
    void closingKeepsTheInterruptOfTheCaller() {
        Thread.currentThread().interrupt();
        loop.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void schedule(int millis, List<String> order, String name, CountDownLatch all) {
        loop.schedule(Duration.ofMillis(millis), () -> {
            order.add(name);
            all.countDown();
        });
    }

    private void onLoop(Runnable task) throws Exception {
        Executor executor = loop;
        CompletableFuture.runAsync(task, executor).get(10, SECONDS);
    }

    private void drain() throws Exception {
        onLoop(() -> {});
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Integer>[] newLists(int count) {
        List<Integer>[] lists = new List[count];
        for (int i = 0; i < count; i++) {
            lists[i] = new ArrayList<>();
        }
        return lists;
    }
}
