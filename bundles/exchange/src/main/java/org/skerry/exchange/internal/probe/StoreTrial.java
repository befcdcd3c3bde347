// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.probe;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.skerry.api.ChunkId;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.store.ChunkStore;

/** Has a store keep a chunk that nobody else has, tell of it, give it back, and drop it. */
final class StoreTrial {

    private static final int LENGTH = 1024;

    private StoreTrial() {}

    /**
     * Tries.
     *
     * @param store to be tried
     * @param random makes the chunk
     * @return what is wrong, one line; empty if nothing is. Fails as the store fails
     */
    static CompletionStage<String> of(ChunkStore store, RandomGenerator random) {
        byte[] chunk = new byte[LENGTH];
        random.nextBytes(chunk);
        ChunkId id = ChunkId.of(Sha256.of(chunk));
        return store.put(id, ByteBuffer.wrap(chunk))
                .thenCompose(kept -> store.has(List.of(id)))
                .thenCompose(has -> has.equals(BitSet.valueOf(new long[] {1}))
                        ? store.get(id).thenApply(got -> judged(got, chunk))
                        : CompletableFuture.completedFuture("it does not tell of a chunk that it was given"))
                .thenCompose(complaint ->
                        complaint.isEmpty() ? dropped(store, id) : CompletableFuture.completedFuture(complaint));
    }

    private static String judged(Optional<ByteBuffer> got, byte[] chunk) {
        if (got.isEmpty()) {
            return "it does not give back a chunk that it was given";
        }
        return got.get().equals(ByteBuffer.wrap(chunk)) ? "" : "it gives back other bytes than it was given";
    }

    private static CompletionStage<String> dropped(ChunkStore store, ChunkId id) {
        return store.remove(id)
                .thenCompose(removed -> store.get(id))
                .thenApply(left -> left.isEmpty() ? "" : "it still has a chunk that it was to remove");
    }
}
