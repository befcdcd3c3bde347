// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;

/**
 * What every chunk store has to do. Extend it and say how a store is opened and closed; each failure names the sentence of
 * {@link ChunkStore} that is broken. Override {@link #damage} and {@link #packagesOfStore} if you can: without them, a test
 * is skipped each.
 */
public abstract class ChunkStoreContract extends ChunkStoreLifecycleContract {

    private static final int THREADS = 4;

    /** For subclasses. */
    protected ChunkStoreContract() {}

    /**
     * Damages what is kept of a chunk behind the back of the store, as a failing disk would: flips a bit, or cuts it short.
     *
     * @param id a chunk that is kept
     * @param cut true to cut, false to flip
     * @return false if there is no way to do so, which skips the test
     * @throws Exception if that fails
     */
    protected boolean damage(ChunkId id, boolean cut) throws Exception {
        return false;
    }

    @Test
    void scansListEveryChunkOnceWhateverTheLimit() {
        Set<ChunkId> expected =
                Stream.generate(() -> keep(newChunk(20)).id()).limit(300).collect(Collectors.toSet());
        for (int limit : new int[] {1, 7, 299, 300, 301, 4096}) {
            assertThat(scanAll(limit))
                    .as("ChunkStore.scan: \"every chunk … is listed exactly once\", with limit %d", limit)
                    .isEqualTo(expected);
        }
    }

    @Test
    void scansAreStableWhileChunksComeAndGo() {
        Set<ChunkId> stays =
                Stream.generate(() -> keep(newChunk(20)).id()).limit(200).collect(Collectors.toSet());
        List<ChunkId> goes =
                Stream.generate(() -> keep(newChunk(20)).id()).limit(100).toList();
        List<ChunkId> listed = new ArrayList<>();
        Optional<Cursor> next = Optional.empty();
        int turn = 0;
        do {
            Page page = join(store.scan(next, 10));
            listed.addAll(page.ids());
            next = page.next();
            if (turn < goes.size()) {
                join(store.remove(goes.get(turn)));
                keep(newChunk(20));
            }
            turn++;
        } while (next.isPresent());
        assertThat(listed)
                .as("ChunkStore.scan: \"every chunk that is here throughout a scan is listed exactly once\"")
                .doesNotHaveDuplicates()
                .containsAll(stays);
    }

    @Test
    void everyMethodMayBeCalledConcurrently() throws Exception {
        List<Chunk> chunks =
                Stream.generate(() -> newChunk(2000)).limit(10 * THREADS).toList();
        List<Throwable> thrown = together(thread -> {
            for (Chunk chunk : chunks.subList(10 * thread, 10 * thread + 10)) {
                keep(chunk);
                assertHere(chunk, "ChunkStore.get: \"Reads a chunk.\"");
                join(store.scan(Optional.empty(), 100));
                join(store.remove(chunk.id()));
                keep(chunk);
                store.usage();
            }
        });
        assertThat(thrown)
                .as("ChunkStore: \"Every method may be called from any thread, concurrently\"")
                .isEmpty();
        assertThat(join(store.has(chunks.stream().map(Chunk::id).toList())).cardinality())
                .as("ChunkStore: \"Every method may be called from any thread, concurrently\"")
                .isEqualTo(chunks.size());
        awaitUsage(chunks.size(), chunks.size() * 2000L);
    }

    @Test
    void theSameChunkPutByManyAtOnceIsKeptOnce() throws Exception {
        Chunk chunk = newChunk(100_000);
        assertThat(together(thread -> keep(chunk)))
                .as("ChunkStore: \"Every method may be called from any thread, concurrently\"")
                .isEmpty();
        assertHere(chunk, "ChunkStore.put: \"It is seen whole or not at all\"");
        awaitUsage(1, 100_000);
    }

    @Test
    void aChunkIsSeenWholeOrNotAtAll() {
        for (int i = 0; i < 5; i++) {
            Chunk chunk = newChunk(MEGABYTE);
            CompletionStage<Void> put = store.put(chunk.id(), chunk.buffer());
            boolean done;
            do {
                done = put.toCompletableFuture().isDone();
                boolean seen = has(chunk.id());
                Optional<ByteBuffer> read = join(store.get(chunk.id()));
                assertThat(!seen || read.isPresent())
                        .as("ChunkStore.put: \"It is seen whole or not at all\"; has said yes, then get gave nothing")
                        .isTrue();
                read.ifPresent(buffer -> assertThat(bytesOf(buffer))
                        .as("ChunkStore.put: \"It is seen whole or not at all\"")
                        .isEqualTo(chunk.bytes()));
            } while (!done);
            join(put);
            join(store.remove(chunk.id()));
        }
    }

    @Test
    void aDamagedChunkIsDroppedAndCanBePutAgain() throws Exception {
        for (boolean cut : new boolean[] {false, true}) {
            Chunk chunk = keep(newChunk(5000));
            Chunk other = keep(newChunk(10));
            Assumptions.assumeTrue(damage(chunk.id(), cut), "this store gives no way to damage a chunk");
            assertThat(join(store.get(chunk.id())))
                    .as("ChunkStore.get: \"a damaged one is reported in the log, dropped, and missing\"")
                    .isEmpty();
            assertThat(has(chunk.id()))
                    .as("ChunkStore.get: \"a damaged one is … dropped\"")
                    .isFalse();
            keep(chunk);
            for (Chunk here : List.of(chunk, other)) {
                assertHere(here, "ChunkStore.get: \"Reads a chunk.\" After one was damaged");
            }
        }
        awaitUsage(4, 2 * 5010);
    }

    @Test
    void callsDoNotBlock() {
        Chunk chunk = newChunk(MEGABYTE);
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            CompletionStage<Void> put = store.put(chunk.id(), chunk.buffer());
            CompletionStage<Optional<ByteBuffer>> get = store.get(chunk.id());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
            join(put);
            join(get);
        }
        assertThat(best).as("ChunkStore: \"must not block\", best of five").isLessThan(Duration.ofMillis(5));
    }

    /** What one of several threads does. */
    private interface Share {
        void of(int thread);
    }

    /** Runs the shares of several threads at once, and returns what they threw. */
    private static List<Throwable> together(Share share) throws InterruptedException {
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(i -> new Thread(() -> share.of(i)))
                .toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(thrown);
    }
}
