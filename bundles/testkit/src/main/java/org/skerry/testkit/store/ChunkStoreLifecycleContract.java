// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.skerry.spi.store.ChunkStore;
import org.skerry.testkit.ClassLoaderLeaks;
import org.skerry.testkit.ThreadLeaks;

/** The part of {@link ChunkStoreContract} that is about closing a store and opening it again. */
abstract class ChunkStoreLifecycleContract extends ChunkKeepingContract {

    private static final int STORM = 15;

    /** {@return what the store promises: the value of its property {@link ChunkStore#DURABILITY}} */
    protected abstract String durability();

    /**
     * Names the packages of the store, to load their classes afresh and see them go. The test class must be in one of them,
     * have a constructor without parameters, and open a store without any preparation of the test.
     *
     * @return the packages; none by default, which skips the test
     */
    protected Set<String> packagesOfStore() {
        return Set.of();
    }

    private boolean survivesReopening() {
        return !durability().equals(ChunkStore.DURABILITY_NONE);
    }

    @Test
    void afterCloseEverythingFails() throws Exception {
        Chunk chunk = keep(newChunk(100));
        close(store);
        for (CompletionStage<?> stage : callEverything(chunk)) {
            assertThatThrownBy(
                            () -> stage.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS),
                            "ChunkStore: \"After the service has gone, all stages complete exceptionally.\"")
                    .isNotInstanceOf(TimeoutException.class);
        }
        close(store);
        store = open();
    }

    private List<CompletionStage<?>> callEverything(Chunk chunk) {
        return List.of(
                store.has(List.of(chunk.id())),
                store.get(chunk.id()),
                store.put(chunk.id(), chunk.buffer()),
                store.remove(chunk.id()),
                store.scan(Optional.empty(), 1));
    }

    @Test
    void closingCompletesWhatIsOutstanding() throws Exception {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            callEverything(newChunk(300_000)).forEach(stage -> calls.add(stage.toCompletableFuture()));
        }
        long start = System.nanoTime();
        close(store);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(calls)
                .as("ChunkStore: \"After the service has gone, all stages complete\"")
                .allMatch(CompletableFuture::isDone);
        assertThat(took)
                .as("ChunkStore: \"After the service has gone\": a bundle stops within 100 ms, on a busy machine 1 s")
                .isLessThan(Duration.ofSeconds(1));
        store = open();
    }

    @Test
    void aClosedStoreLeavesNoThread() throws Exception {
        close(store);
        ThreadLeaks threads = ThreadLeaks.since();
        store = open();
        assertHere(keep(newChunk(100)), "ChunkStore.get: \"Reads a chunk.\"");
        close(store);
        threads.assertNone(patience(), "ChunkStore: \"After the service has gone\" it leaves no thread");
        store = open();
    }

    @Test
    void aClosedStoreLeavesNoClassLoader() throws Exception {
        Set<String> packages = packagesOfStore();
        Assumptions.assumeFalse(packages.isEmpty(), "this test does not say which packages make up the store");
        ClassLoaderLeaks.assertNone(
                patience(),
                "ChunkStore: \"After the service has gone\" it leaves no class loader",
                getClass(),
                packages,
                fresh -> ((ChunkStoreLifecycleContract) fresh).liveAndClose());
    }

    /** A short life of a store. */
    private void liveAndClose() throws Exception {
        openStore();
        assertHere(keep(newChunk(100)), "ChunkStore.get: \"Reads a chunk.\"");
        scanAll(10);
        closeStore();
    }

    @Test
    void whatWasPutSurvivesAsPromised() throws Exception {
        Assumptions.assumeTrue(survivesReopening(), "this store promises to survive nothing");
        Chunk kept = keep(newChunk(3333));
        Chunk removed = keep(newChunk(10));
        join(store.remove(removed.id()));
        close(store);
        store = open();
        assertHere(kept, "ChunkStore.DURABILITY_PROCESS: \"The end of the process, even a kill.\"");
        assertThat(has(removed.id()))
                .as("ChunkStore.remove: \"Drops a chunk.\" That lasts, too")
                .isFalse();
        awaitUsage(1, 3333);
        assertThat(scanAll(10))
                .as("ChunkStore.scan: \"Lists chunks\", those from before, too")
                .containsExactly(kept.id());
    }

    @Test
    void survivesAStormOfReopening() throws Exception {
        List<Chunk> kept = new ArrayList<>();
        for (int i = 0; i < STORM; i++) {
            kept.add(keep(newChunk(50)));
            close(store);
            store = open();
        }
        Chunk last = keep(newChunk(50));
        assertHere(last, "ChunkStore.get: \"Reads a chunk.\" After " + STORM + " times of closing and opening");
        assertThat(kept.stream().filter(chunk -> has(chunk.id())).count())
                .as("ChunkStore.DURABILITY: \"what a completed put survives\"")
                .isEqualTo(survivesReopening() ? STORM : 0);
    }
}
