// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;

/** The part of {@link ChunkStoreContract} that is about keeping chunks and giving them back. */
abstract class ChunkKeepingContract extends ChunkStoreFixture {

    @Test
    void keepsChunksFrom1ByteTo1MiB() {
        for (int length : new int[] {1, 2, 47, 4096, 65_537, MEGABYTE - 1, MEGABYTE}) {
            Chunk chunk = keep(newChunk(length));
            assertHere(chunk, "ChunkStore.get: \"Reads a chunk.\" One of " + length + " bytes");
        }
    }

    @Test
    void whatWasNeverPutIsNotHere() {
        ChunkId unknown = newChunk(10).id();
        assertThat(join(store.get(unknown)))
                .as("ChunkStore.get: \"the chunk … or empty\"")
                .isEmpty();
        assertThat(has(unknown))
                .as("ChunkStore.has: \"Which chunks are here.\"")
                .isFalse();
        assertThat(join(store.remove(unknown)))
                .as("ChunkStore.remove: \"true if it was here\"")
                .isFalse();
        assertThat(scanAll(10))
                .as("ChunkStore.scan: \"Lists chunks\"; there are none")
                .isEmpty();
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
        assertHere(chunk, "ChunkStore.put: \"Writing the same one again does nothing.\"");
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
        assertHere(chunk, "ChunkStore.put: \"from position to limit\"");
        Chunk second = newChunk(500);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(500).put(second.bytes()).flip().asReadOnlyBuffer();
        join(store.put(second.id(), direct));
        assertHere(second, "ChunkStore.put: \"from position to limit\"");
    }

    @Test
    void theBufferIsTheCallersOwnAgainOnceThePutCompletes() {
        Chunk chunk = newChunk(3000);
        byte[] reused = chunk.bytes().clone();
        join(store.put(chunk.id(), ByteBuffer.wrap(reused)));
        reused[7]++;
        assertHere(chunk, "ChunkStore.put: \"not changed until the stage completes\", and then it may be");
    }

    @Test
    void getGivesABufferOfItsOwn() {
        Chunk chunk = keep(newChunk(3000));
        ByteBuffer first = join(store.get(chunk.id())).orElseThrow();
        if (!first.isReadOnly()) {
            first.put(0, (byte) (first.get(0) + 1));
        }
        first.position(first.limit());
        assertHere(chunk, "ChunkStore.get: \"in a buffer of its own\"");
    }

    @Test
    void bytesThatAreNotTheChunkAreNeverReturned() {
        ChunkId id = newChunk(100).id();
        try {
            store.put(id, newChunk(100).buffer())
                    .toCompletableFuture()
                    .get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException refused) {
            assertThat(refused)
                    .as("ChunkStore.put: \"completes when it is kept\"; or refuses it, which is fine")
                    .isInstanceOf(ExecutionException.class);
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
        assertThat(has(one.id()))
                .as("ChunkStore.remove: \"Drops a chunk.\" And has tells")
                .isFalse();
        assertThat(join(store.get(one.id())))
                .as("ChunkStore.remove: \"Drops a chunk.\" And get gives it no more")
                .isEmpty();
        assertThat(scanAll(5))
                .as("ChunkStore.remove: \"Drops a chunk.\" And scan lists the rest")
                .containsExactly(two.id());
        awaitUsage(1, 200);
        keep(one);
        assertHere(one, "ChunkStore.put: \"Keeps a chunk.\" One that was removed before, too");
        awaitUsage(2, 300);
    }
}
