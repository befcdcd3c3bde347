// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.local;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.store.ChunkStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store as a source. The store is to have compared the hash; it is compared here, too, for a store is a plugin, and what is
 * wrong must not leave the node under its name.
 *
 * @param store the service
 * @param ranking its service ranking
 * @param serviceId breaks ties: the older one first
 * @param failures counts what the store could not tell, which is not the same as not having it
 */
record StoreSource(ChunkStore store, int ranking, long serviceId, AtomicLong failures) implements ChunkSource {

    private static final Logger LOG = LoggerFactory.getLogger(StoreSource.class);

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        return counting(() -> store.has(ids));
    }

    @Override
    public CompletionStage<ChunkRead> read(ChunkId id) {
        return counting(() -> store.get(id))
                .thenApply(found -> found.isPresent() ? checked(id, found.get()) : new ChunkRead.Missing());
    }

    private <T> CompletionStage<T> counting(Supplier<CompletionStage<T>> asked) {
        try {
            return asked.get().whenComplete((answer, failure) -> {
                if (answer == null) {
                    failures.incrementAndGet();
                }
            });
        } catch (RuntimeException | LinkageError e) {
            failures.incrementAndGet();
            throw e;
        }
    }

    private ChunkRead checked(ChunkId id, ByteBuffer chunk) {
        if (ChunkId.ofChunk(chunk).equals(id)) {
            return new ChunkRead.Found(chunk);
        }
        LOG.warn(
                "a store of {} gave wrong bytes for {}, which were dropped",
                store.getClass().getName(),
                id);
        store.remove(id).exceptionally(failure -> {
            LOG.warn("{} cannot be dropped: {}", id, failure.toString());
            return false;
        });
        return new ChunkRead.Missing();
    }
}
