// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.testkit.ClassLoaderLeaks;
import org.skerry.testkit.ThreadLeaks;

/** The part of {@link SyncStrategyContract} that is about a strategy being a function: fast, and nothing but its answer. */
abstract class StrategyPurityContract {

    static final int CHUNK = 32 * 1024;
    static final long PLENTY = 1L << 40;
    private static final int THREADS = 4;
    private static final int ROUNDS = 10;

    /**
     * Makes a strategy.
     *
     * @return a new one
     */
    protected abstract SyncStrategy newStrategy();

    final SyncStrategy strategy = newStrategy();

    /** {@return the longest time until something is gone that must go; 10 s unless overridden} */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Names the packages of the strategy, to load their classes afresh and see them go. The test class must be in one of them,
     * and have a constructor without parameters.
     *
     * @return the packages; none by default, which skips the test
     */
    protected Set<String> packagesOfStrategy() {
        return Set.of();
    }

    static SketchedSwarm large(int wants, int peers, long room, long seed) {
        Random random = new Random(seed);
        SketchedSwarm swarm = new SketchedSwarm();
        for (int i = 0; i < peers; i++) {
            swarm.peer(random.nextInt(4) * 1e6, random.nextInt(100), room, random.nextInt(1 << 20));
        }
        for (int i = 0; i < wants; i++) {
            SketchedWant want = swarm.want(1 + random.nextInt(2 * CHUNK));
            for (SketchedPeer peer : swarm.peers()) {
                if (random.nextInt(3) == 0) {
                    want.holders(peer);
                }
            }
            if (i % 200 == 0) {
                want.makeUrgent();
            }
        }
        return swarm;
    }

    @Test
    void theSameViewGivesTheSameAnswer() {
        for (long seed = 0; seed < 5; seed++) {
            SketchedSwarm swarm = large(500, 10, 40 * CHUNK, 7);
            List<String> first = swarm.askInWords(strategy, 200, seed);
            List<String> again = swarm.askInWords(strategy, 200, seed);
            List<String> fresh = swarm.askInWords(newStrategy(), 200, seed);
            assertThat(again)
                    .as("SyncStrategy: \"A pure function: no I/O, no clock, no state, no randomness but the view's\"")
                    .isEqualTo(first);
            assertThat(fresh)
                    .as("SyncStrategy: \"it can be swapped between two calls\"")
                    .isEqualTo(first);
        }
    }

    @Test
    void transfersOnSeveralThreadsDoNotDisturbEachOther() throws Exception {
        List<String> expected = large(300, 10, 40 * CHUNK, 7).askInWords(strategy, 200, 1);
        Queue<List<String>> answers = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(i -> new Thread(() -> {
                    SketchedSwarm own = large(300, 10, 40 * CHUNK, 7);
                    for (int round = 0; round < ROUNDS; round++) {
                        answers.add(own.askInWords(strategy, 200, 1));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers)
                .as("SyncStrategy.next: \"Called on one thread at a time per transfer\", so on several for several")
                .hasSize(THREADS * ROUNDS)
                .allSatisfy(answer -> assertThat(answer)
                        .as("SyncStrategy: \"A pure function\", whoever else calls it")
                        .isEqualTo(expected));
    }

    @Test
    void keepsNothingOfTheView() {
        List<WeakReference<?>> seen = ask();
        await("SyncStrategy.next: \"view: what is wanted and who has it; valid during the call only\"")
                .atMost(patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    System.gc();
                    return seen.stream().allMatch(reference -> reference.get() == null);
                });
    }

    /** In a method of its own, so that no variable of a frame that is still there refers to the view. */
    private List<WeakReference<?>> ask() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer peer = swarm.peer(1e6, 10, PLENTY);
        SketchedWant want = swarm.want(CHUNK).holders(peer);
        assertThat(swarm.ask(strategy, 10, 1))
                .as("SyncStrategy.next: \"what to ask of whom\"; there is one chunk and one peer")
                .hasSize(1);
        return List.of(new WeakReference<>(peer), new WeakReference<>(want));
    }

    @Test
    void startsNoThread() {
        ThreadLeaks threads = ThreadLeaks.since();
        large(300, 10, PLENTY, 5).ask(newStrategy(), 200, 1);
        threads.assertNone(patience(), "SyncStrategy: \"A pure function: no I/O, no clock, no state\", so no thread");
    }

    @Test
    void leavesNoClassLoader() throws Exception {
        Set<String> packages = packagesOfStrategy();
        Assumptions.assumeFalse(packages.isEmpty(), "this test does not say which packages make up the strategy");
        ClassLoaderLeaks.assertNone(
                patience(),
                "SyncStrategy: \"it can be swapped between two calls\", and leaves no class loader",
                getClass(),
                packages,
                fresh -> large(300, 10, PLENTY, 5).ask(((StrategyPurityContract) fresh).strategy, 200, 1));
    }

    @Test
    void answersFastFor4096WantsAnd20Peers() {
        SketchedSwarm swarm = large(4096, 20, PLENTY, 11);
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 40; i++) {
            long start = System.nanoTime();
            swarm.ask(strategy, 4096, i);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best)
                .as("SyncStrategy.next: \"must return within a few milliseconds\", best of forty, warm")
                .isLessThan(Duration.ofMillis(10));
    }
}
