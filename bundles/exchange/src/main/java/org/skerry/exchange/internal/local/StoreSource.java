// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.local;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.store.ChunkStore;

/**
 * A store as a source.
 *
 * @param store the service
 * @param ranking its service ranking
 * @param serviceId breaks ties: the older one first
 */
record StoreSource(ChunkStore store, int ranking, long serviceId) implements ChunkSource {

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        return store.has(ids);
    }

    @Override
    public CompletionStage<ChunkRead> read(ChunkId id) {
        return store.get(id)
                .thenApply(found -> found.isPresent() ? new ChunkRead.Found(found.get()) : new ChunkRead.Missing());
    }
}
