// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.store.ChunkStore;

/**
 * Some chunks that may go. Those that another content needs, or that come in again meanwhile, are spared; the others are removed
 * from every store. Confined to the loop.
 */
final class Batch {

    /** Bounds the heap: about 110 bytes for each, while they are compared with what other contents need. */
    static final int MOST = 32_768;

    private static final int AT_ONCE = 32;

    private final ExchangeContext context;
    private final Sources sources;
    private final Collection<ChunkId> pages;
    private final List<ChunkStore> stores;
    private final Map<ChunkId, Integer> chunks = new LinkedHashMap<>();
    private final Map<ChunkId, Integer> removed = new HashMap<>();
    private final Map<ChunkId, CompletableFuture<Boolean>> removing = new HashMap<>();
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private long removedBytes;
    private long goingBytes;

    /** @param pages of an index, which may go after the chunks; those that are needed are taken out of it */
    Batch(ExchangeContext context, Sources sources, Collection<ChunkId> pages) {
        this.context = context;
        this.sources = sources;
        this.pages = pages;
        this.stores = sources.stores();
    }

    /** Adds one. @param length 0 if it does not matter */
    void add(ChunkId chunk, int length) {
        chunks.putIfAbsent(chunk, length);
    }

    boolean full() {
        return chunks.size() >= MOST;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** {@return the length of one that was removed; 0 of others} */
    int removed(ChunkId chunk) {
        return removed.getOrDefault(chunk, 0);
    }

    private void stays(ChunkId chunk) {
        chunks.remove(chunk);
        pages.remove(chunk);
    }

    /** This one comes in. @return completes when it may be written: nothing removes it any more */
    CompletionStage<?> spare(ChunkId chunk) {
        stays(chunk);
        CompletableFuture<Boolean> underWay = removing.get(chunk);
        return underWay == null ? CompletableFuture.completedFuture(null) : underWay;
    }

    /**
     * Removes those that were not spared.
     *
     * @param enough bytes after which the rest is left
     * @param goesOn asked before each; false leaves the rest
     * @return completes on the loop with the lengths of those that were removed, together
     */
    CompletionStage<Long> remove(long enough, BooleanSupplier goesOn) {
        BooleanSupplier more = () -> removedBytes + goingBytes < enough && goesOn.getAsBoolean();
        fill(more);
        return done;
    }

    private void fill(BooleanSupplier more) {
        Iterator<Map.Entry<ChunkId, Integer>> all = chunks.entrySet().iterator();
        while (removing.size() < AT_ONCE && all.hasNext() && more.getAsBoolean()) {
            Map.Entry<ChunkId, Integer> next = all.next();
            all.remove();
            remove(next.getKey(), next.getValue(), more);
        }
        if (removing.isEmpty()) {
            done.complete(removedBytes);
        }
    }

    private void remove(ChunkId chunk, int length, BooleanSupplier more) {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        removing.put(chunk, gone);
        goingBytes += length;
        sources.remove(chunk)
                .thenAcceptAsync(
                        was -> {
                            removing.remove(chunk);
                            goingBytes -= length;
                            if (was) {
                                removed.put(chunk, length);
                                removedBytes += length;
                            }
                            gone.complete(was);
                            fill(more);
                        },
                        context.loop());
    }

    /** Whether it cannot be told what a holding needs: while providers come and go, nothing must be taken for not needed. */
    private boolean unknown(Holding keeper, IndexWalk walk) {
        boolean rootless = walk.pages().size() == 1 && keeper.bytesHere() > 0;
        boolean precious = keeper.pinned() && keeper.stage() == HoldingRecord.Stage.WHOLE
                || rootless && (keeper.pinned() || keeper.active());
        return walk.blind() || !stores.equals(sources.stores()) || walk.gaps() && precious;
    }

    /** Spares what these contents need, as far as their index is here. @return false if it cannot be told now */
    CompletionStage<Boolean> spareFor(List<Holding> keepers, Walks walks) {
        return spareFor(keepers.iterator(), walks);
    }

    private CompletionStage<Boolean> spareFor(Iterator<Holding> keepers, Walks walks) {
        if (!keepers.hasNext() || isEmpty() && pages.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        Holding keeper = keepers.next();
        return walks.walk(keeper, 0, entries -> {
                    entries.forEach(it -> stays(it.id()));
                    return CompletableFuture.completedFuture(!isEmpty() || !pages.isEmpty());
                })
                .thenCompose(walk -> {
                    walk.pages().forEach(this::stays);
                    return unknown(keeper, walk) ? CompletableFuture.completedFuture(false) : spareFor(keepers, walks);
                });
    }

    /** Goes through the index of a holding. */
    @FunctionalInterface
    interface Walks {
        CompletionStage<IndexWalk> walk(Holding holding, int skip, IndexWalk.Visitor visitor);
    }
}
