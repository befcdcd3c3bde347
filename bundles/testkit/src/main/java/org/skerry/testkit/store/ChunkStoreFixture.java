// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
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
import org.skerry.api.ChunkId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;

/** A store, opened for each test and closed after it. */
abstract class ChunkStoreFixture {

    static final int MEGABYTE = 1 << 20;
    private static final int MOST_PAGES = 10_000;

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

    /** {@return the longest time that any call may take to complete; 30 s unless overridden} */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() throws Exception {
        close(store);
    }

    final <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(
                    "ChunkStore: \"stages complete on a thread of the store\", but one did not complete normally: " + e,
                    e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    final Chunk newChunk(int length) {
        return Chunk.random(random, length);
    }

    final Chunk keep(Chunk chunk) {
        join(store.put(chunk.id(), chunk.buffer()));
        return chunk;
    }

    /** Reads a chunk; if it is missing or another, the sentence is broken. */
    final void assertHere(Chunk chunk, String sentence) {
        Optional<byte[]> read = join(store.get(chunk.id())).map(ChunkStoreFixture::bytesOf);
        assertThat(read).as(sentence).isPresent();
        assertThat(read.orElseThrow()).as(sentence).isEqualTo(chunk.bytes());
    }

    static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    final boolean has(ChunkId id) {
        return join(store.has(List.of(id))).get(0);
    }

    final Set<ChunkId> scanAll(int limit) {
        Set<ChunkId> all = new HashSet<>();
        Optional<Cursor> next = Optional.empty();
        int pages = 0;
        do {
            Page page = join(store.scan(next, limit));
            assertThat(page.ids().size())
                    .as("ChunkStore.scan: \"limit: at most so many\"")
                    .isLessThanOrEqualTo(limit);
            for (ChunkId id : page.ids()) {
                assertThat(all.add(id))
                        .as("ChunkStore.scan: \"listed exactly once\"; this was listed again: %s", id)
                        .isTrue();
            }
            next = page.next();
            assertThat(pages++)
                    .as("ChunkStore.scan: \"a page; its cursor is empty at the end\", but there is no end")
                    .isLessThan(MOST_PAGES);
        } while (next.isPresent());
        return all;
    }

    final void awaitUsage(long chunks, long bytes) {
        await("ChunkStore.usage: \"what is kept now\"")
                .atMost(patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(
                                List.of(store.usage().chunks(), store.usage().bytes()))
                        .as("ChunkStore.usage: \"what is kept now\", chunks and bytes")
                        .containsExactly(chunks, bytes));
    }
}
