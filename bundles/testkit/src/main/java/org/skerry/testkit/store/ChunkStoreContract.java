// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * {@link ChunkStore} that is broken.
 */
public abstract class ChunkStoreContract extends ChunkKeepingContract {

    /** {@return what the store promises: the value of its property {@link ChunkStore#DURABILITY}} */
    protected abstract String durability();

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
                    .as("ChunkStore.scan with limit %d", limit)
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
    void everyMethodMayBeCalledConcurrently() {
        List<Chunk> chunks = Stream.generate(() -> newChunk(2000)).limit(50).toList();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (Chunk chunk : chunks) {
                calls.add(store.put(chunk.id(), chunk.buffer()).toCompletableFuture());
                calls.add(store.get(chunk.id())
                        .thenAccept(found -> found.ifPresent(
                                bytes -> assertThat(ChunkId.ofChunk(bytes)).isEqualTo(chunk.id())))
                        .toCompletableFuture());
                if (round == 1) {
                    calls.add(store.remove(chunk.id()).toCompletableFuture());
                }
            }
            calls.add(store.scan(Optional.empty(), 100).toCompletableFuture());
        }
        calls.forEach(ChunkKeepingContract::join);
        chunks.forEach(this::keep);
        assertThat(join(store.has(chunks.stream().map(Chunk::id).toList())).cardinality())
                .as("ChunkStore: \"Every method may be called from any thread, concurrently\"")
                .isEqualTo(50);
        awaitUsage(50, 50 * 2000);
    }

    @Test
    void theSameChunkPutByManyAtOnceIsKeptOnce() throws Exception {
        Chunk chunk = newChunk(100_000);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> keep(chunk)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(read(chunk.id())).isEqualTo(chunk.bytes());
        awaitUsage(1, 100_000);
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
            assertThat(read(chunk.id())).isEqualTo(chunk.bytes());
            assertThat(read(other.id())).isEqualTo(other.bytes());
        }
        awaitUsage(4, 2 * 5010);
    }

    @Test
    void afterCloseEverythingFails() throws Exception {
        Chunk chunk = keep(newChunk(100));
        close(store);
        List<CompletionStage<?>> late = List.of(
                store.has(List.of(chunk.id())),
                store.get(chunk.id()),
                store.put(chunk.id(), chunk.buffer()),
                store.remove(chunk.id()),
                store.scan(Optional.empty(), 1));
        for (CompletionStage<?> stage : late) {
            assertThatThrownBy(() -> stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ChunkStore: \"After the service has gone, all stages complete exceptionally.\"")
                    .isNotInstanceOf(TimeoutException.class);
        }
        close(store);
        store = open();
    }

    @Test
    void closingCompletesWhatIsOutstandingWithin100MillisecondsAndLeavesNoThread() throws Exception {
        Set<Thread> before = threads();
        before.removeIf(thread -> thread.getName().contains("store"));
        List<CompletableFuture<Void>> puts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Chunk chunk = newChunk(300_000);
            puts.add(store.put(chunk.id(), chunk.buffer()).toCompletableFuture());
        }
        long start = System.nanoTime();
        close(store);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        puts.forEach(put -> assertThat(put)
                .as("ChunkStore: \"After the service has gone, all stages complete\"")
                .isDone());
        assertThat(took)
                .as("house rule: a bundle stops within 100 ms, allowing for a busy machine")
                .isLessThan(Duration.ofSeconds(1));
        await("house rule: a stopped bundle leaves no thread")
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .untilAsserted(() -> {
                    Set<Thread> left = threads();
                    left.removeAll(before);
                    assertThat(left).isEmpty();
                });
        store = open();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void whatWasPutSurvivesAsPromised() throws Exception {
        Assumptions.assumeFalse(
                durability().equals(ChunkStore.DURABILITY_NONE), "this store promises to survive nothing");
        Chunk kept = keep(newChunk(3333));
        Chunk removed = keep(newChunk(10));
        join(store.remove(removed.id()));
        close(store);
        store = open();
        assertThat(read(kept.id()))
                .as("ChunkStore.DURABILITY_PROCESS: \"The end of the process, even a kill.\"")
                .isEqualTo(kept.bytes());
        assertThat(has(removed.id()))
                .as("ChunkStore.remove: \"Drops a chunk.\"")
                .isFalse();
        awaitUsage(1, 3333);
        assertThat(scanAll(10)).containsExactly(kept.id());
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
}
