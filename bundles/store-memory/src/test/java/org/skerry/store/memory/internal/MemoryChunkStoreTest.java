// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.memory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skerry.spi.store.ChunkStore;
import org.skerry.testkit.store.Chunk;
import org.skerry.testkit.store.ChunkStoreContract;

class MemoryChunkStoreTest extends ChunkStoreContract {

    private static final int MEGABYTE = 1 << 20;

    @Override
    protected ChunkStore open() {
        return new MemoryChunkStore(new MemoryStoreSettings(32 * MEGABYTE, 2, 8192));
    }

    @Override
    protected void close(ChunkStore store) {
        ((MemoryChunkStore) store).stop();
    }

    @Override
    protected String durability() {
        return ChunkStore.DURABILITY_NONE;
    }

    @Override
    protected Set<String> packagesOfStore() {
        return Set.of("org.skerry.store.memory.internal");
    }

    @Test
    void aChunkBeyondTheBoundIsRefusedAndRoomComesBack() throws Exception {
        MemoryChunkStore small = new MemoryChunkStore(new MemoryStoreSettings(MEGABYTE, 1, 10));
        try {
            Random random = new Random(1);
            Chunk large = Chunk.random(random, MEGABYTE - 10);
            Chunk next = Chunk.random(random, 11);
            small.put(large.id(), large.buffer()).toCompletableFuture().get();
            small.put(large.id(), large.buffer()).toCompletableFuture().get();
            assertThatThrownBy(() -> small.put(next.id(), next.buffer())
                            .toCompletableFuture()
                            .get())
                    .hasMessageContaining("memory store is full")
                    .hasMessageContaining("max.bytes of 1048576");
            small.remove(large.id()).toCompletableFuture().get();
            small.put(next.id(), next.buffer()).toCompletableFuture().get();
            assertThat(small.usage().bytes()).isEqualTo(11);
        } finally {
            small.stop();
        }
    }

    @Test
    void aWrongConfigurationNamesPidAndKey() {
        assertThatThrownBy(() -> new MemoryStoreSettings(5, 1, 1))
                .hasMessageStartingWith("org.skerry.store.memory: max.bytes must be between 1048576 and 1099511627776");
        assertThatThrownBy(() -> new MemoryStoreSettings(MEGABYTE, 0, 1)).hasMessageContaining("threads");
    }
}
