// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;

/** The part of {@link ChunkStoreContract} that is about keeping chunks and giving them back. */
abstract class ChunkKeepingContract {

    static final int PATIENCE_SECONDS = 30;
    static final int MEGABYTE = 1 << 20;

    private final Random random = new Random(20261122);
    ChunkStore store;

    /**
     * Opens the store, as its bundle would. Called again after {@link #close} within a test, it opens the same store again;
     * each test has a store of its own, empty at first, with room for 32 MiB.
     *
     * @return the store
     * @throws Exception if that fails
     */
    protected abstract ChunkStore open() throws Exception;

    /**
     * Closes the store, as its bundle would when it stops.
     *
     * @param store what {@link #open} returned
     * @throws Exception if that fails
     */
    protected abstract void close(ChunkStore store) throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() throws Exception {
        close(store);
    }

    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a stage did not complete normally: " + e, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Chunk newChunk(int length) {
        return Chunk.random(random, length);
    }

    Chunk keep(Chunk chunk) {
        join(store.put(chunk.id(), chunk.buffer()));
        return chunk;
    }

    byte[] read(ChunkId id) {
        Optional<ByteBuffer> found = join(store.get(id));
        assertThat(found).as("ChunkStore.get: \"Reads a chunk.\" %s", id).isPresent();
        byte[] bytes = new byte[found.get().remaining()];
        found.get().get(bytes);
        return bytes;
    }

    boolean has(ChunkId id) {
        return join(store.has(List.of(id))).get(0);
    }

    Set<ChunkId> scanAll(int limit) {
        Set<ChunkId> all = new HashSet<>();
        Optional<Cursor> next = Optional.empty();
        do {
            Page page = join(store.scan(next, limit));
            assertThat(page.ids().size())
                    .as("ChunkStore.scan: \"limit: at most so many\"")
                    .isLessThanOrEqualTo(limit);
            for (ChunkId id : page.ids()) {
                assertThat(all.add(id))
                        .as("ChunkStore.scan: \"listed exactly once\"")
                        .isTrue();
            }
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    void awaitUsage(long chunks, long bytes) {
        await("ChunkStore.usage: \"what is kept now\"")
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> {
                    assertThat(store.usage().chunks()).isEqualTo(chunks);
                    assertThat(store.usage().bytes()).isEqualTo(bytes);
                });
    }

    @Test
    void keepsChunksFrom1ByteTo1MiB() {
        for (int length : new int[] {1, 2, 47, 4096, 65_537, MEGABYTE - 1, MEGABYTE}) {
            Chunk chunk = keep(newChunk(length));
            assertThat(read(chunk.id()))
                    .as("ChunkStore.get of %d bytes", length)
                    .isEqualTo(chunk.bytes());
        }
    }

    @Test
    void whatWasNeverPutIsNotHere() {
        ChunkId unknown = newChunk(10).id();
        assertThat(join(store.get(unknown)))
                .as("ChunkStore.get: \"the chunk …, or empty\"")
                .isEmpty();
        assertThat(has(unknown))
                .as("ChunkStore.has: \"Which chunks are here.\"")
                .isFalse();
        assertThat(join(store.remove(unknown)))
                .as("ChunkStore.remove: \"true if it was here\"")
                .isFalse();
        assertThat(scanAll(10)).isEmpty();
        awaitUsage(0, 0);
    }

    @Test
    void hasAnswersInTheOrderOfTheQuestionUpTo4096() {
        assertThat(join(store.has(List.of())).isEmpty())
                .as("ChunkStore.has: \"any number up to 4096\"")
                .isTrue();
        List<ChunkId> ids = new ArrayList<>();
        BitSet expected = new BitSet();
        for (int i = 0; i < 4096; i++) {
            Chunk chunk = newChunk(8);
            ids.add(chunk.id());
            if (i % 97 == 0) {
                keep(chunk);
                expected.set(i);
            }
        }
        assertThat(join(store.has(ids)))
                .as("ChunkStore.has: \"bit i is set if ids.get(i) is here\"")
                .isEqualTo(expected);
    }

    @Test
    void puttingTheSameAgainDoesNothing() {
        Chunk chunk = keep(newChunk(1000));
        keep(chunk);
        assertThat(read(chunk.id())).isEqualTo(chunk.bytes());
        awaitUsage(1, 1000);
        assertThat(scanAll(10))
                .as("ChunkStore.put: \"Writing the same one again does nothing.\"")
                .containsExactly(chunk.id());
    }

    @Test
    void putTakesFromPositionToLimitOfAnyBuffer() {
        Chunk chunk = newChunk(500);
        ByteBuffer within =
                ByteBuffer.allocate(900).position(123).put(chunk.bytes()).flip().position(123);
        join(store.put(chunk.id(), within));
        assertThat(read(chunk.id()))
                .as("ChunkStore.put: \"from position to limit\"")
                .isEqualTo(chunk.bytes());
        Chunk second = newChunk(500);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(500).put(second.bytes()).flip().asReadOnlyBuffer();
        join(store.put(second.id(), direct));
        assertThat(read(second.id()))
                .as("ChunkStore.put: \"from position to limit\"")
                .isEqualTo(second.bytes());
    }

    @Test
    void theBufferIsTheCallersOwnAgainOnceThePutCompletes() {
        Chunk chunk = newChunk(3000);
        byte[] reused = chunk.bytes().clone();
        join(store.put(chunk.id(), ByteBuffer.wrap(reused)));
        reused[7]++;
        assertThat(read(chunk.id()))
                .as("ChunkStore.put: \"not changed until the stage completes\", and then it may be")
                .isEqualTo(chunk.bytes());
    }

    @Test
    void getGivesABufferOfItsOwn() {
        Chunk chunk = keep(newChunk(3000));
        ByteBuffer first = join(store.get(chunk.id())).orElseThrow();
        if (!first.isReadOnly()) {
            first.put(0, (byte) (first.get(0) + 1));
        }
        first.position(first.limit());
        assertThat(read(chunk.id()))
                .as("ChunkStore.get: \"in a buffer of its own\"")
                .isEqualTo(chunk.bytes());
    }

    @Test
    void bytesThatAreNotTheChunkAreNeverReturned() {
        ChunkId id = newChunk(100).id();
        try {
            store.put(id, newChunk(100).buffer()).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException refused) {
            assertThat(refused).as("refusing it is fine as well").isInstanceOf(ExecutionException.class);
        }
        assertThat(join(store.get(id)))
                .as("ChunkStore.get: \"checks its hash before it returns it: a damaged one is … missing\"")
                .isEmpty();
        assertThat(has(id)).as("ChunkStore.get: \"a damaged one is … dropped\"").isFalse();
    }

    @Test
    void removedChunksAreGone() {
        Chunk one = keep(newChunk(100));
        Chunk two = keep(newChunk(200));
        assertThat(join(store.remove(one.id())))
                .as("ChunkStore.remove: \"true if it was here\"")
                .isTrue();
        assertThat(join(store.remove(one.id())))
                .as("ChunkStore.remove: \"true if it was here\"")
                .isFalse();
        assertThat(has(one.id())).isFalse();
        assertThat(join(store.get(one.id()))).isEmpty();
        assertThat(scanAll(5)).containsExactly(two.id());
        awaitUsage(1, 200);
        keep(one);
        assertThat(read(one.id())).isEqualTo(one.bytes());
        awaitUsage(2, 300);
    }
}
