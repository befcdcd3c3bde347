// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.spi.store.ChunkStore;

/** Puts the chunks of content that is only cached into the store of the highest ranking. */
final class CacheWrite {

    private CacheWrite() {}

    /**
     * Keeps a chunk, if it is of content that is only cached.
     *
     * @param failed called on the loop if the store is there and cannot keep it
     * @return whether it is kept; false if the store has gone, and it has to be fetched again
     */
    static CompletionStage<Boolean> write(
            Ground ground, boolean cacheOnly, ChunkId id, ByteBuffer chunk, Consumer<TransferResult.Failed> failed) {
        if (!cacheOnly) {
            return CompletableFuture.completedFuture(true);
        }
        Optional<ChunkStore> store = ground.sources().firstStore();
        if (store.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return put(store.get(), id, chunk)
                .handleAsync(
                        (done, error) -> {
                            if (error != null && ground.sources().hasStore(store.get())) {
                                failed.accept(failure(error));
                            }
                            return error == null;
                        },
                        ground.context().loop());
    }

    private static CompletionStage<Void> put(ChunkStore store, ChunkId id, ByteBuffer chunk) {
        try {
            return store.put(id, chunk.duplicate());
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(new IllegalStateException("the chunk store failed: " + e));
        }
    }

    private static TransferResult.Failed failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        @Nullable String message = cause.getMessage();
        String line = message == null ? cause.toString() : message;
        boolean full = line.contains("No space left") || line.contains("Disk quota exceeded");
        return new TransferResult.Failed(
                full ? TransferResult.Cause.DISK_FULL : TransferResult.Cause.IO, "cannot keep a chunk: " + line);
    }
}
