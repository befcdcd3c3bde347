// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.local;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.store.ChunkStore;

/**
 * All sources of chunks on this node. Kept on the loop; the stages that it returns complete on any thread, and never
 * exceptionally.
 */
public final class Sources {

    /** What kind of source; asked in this order. */
    public enum Kind {
        /** A share. */
        SHARE,
        /** A transfer that has come so far, or is whole. */
        ACQUISITION
    }

    private record Content(Kind kind, SwarmId swarm, ChunkSource chunks) {}

    private static final Comparator<StoreSource> RANKING =
            Comparator.comparingInt(StoreSource::ranking).reversed().thenComparingLong(StoreSource::serviceId);

    private final List<Content> contents = new CopyOnWriteArrayList<>();
    private final List<StoreSource> stores = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();

    /** Adds a share or an acquisition of a swarm. */
    public void add(Kind kind, SwarmId swarm, ChunkSource chunks) {
        contents.add(new Content(kind, swarm, chunks));
        contents.sort(Comparator.comparing(Content::kind));
    }

    /** Removes what {@link #add} added. */
    public void remove(ChunkSource chunks) {
        contents.removeIf(it -> it.chunks() == chunks);
    }

    /** Adds a store. */
    public void addStore(ChunkStore store, int ranking, long serviceId) {
        removeStore(store);
        stores.add(new StoreSource(store, ranking, serviceId, failures));
        stores.sort(RANKING);
    }

    /** Removes a store. */
    public void removeStore(ChunkStore store) {
        stores.removeIf(it -> it.store() == store);
    }

    /** {@return all stores, the one of the highest ranking first; it is the one to write to} */
    public List<ChunkStore> stores() {
        return stores.stream().map(StoreSource::store).toList();
    }

    /** {@return all stores to read from, in the same order} */
    public List<ChunkSource> storeSources() {
        return List.copyOf(stores);
    }

    /**
     * Reads a chunk for a peer of a swarm: from the swarm's own shares and acquisitions, then from the stores. What belongs
     * to other swarms is not for it.
     *
     * @param swarm in which it is wanted
     * @param id which
     * @return the first that has it, else {@link ChunkRead.Changed} if one had it, else {@link ChunkRead.Missing}
     */
    public CompletionStage<ChunkRead> read(SwarmId swarm, ChunkId id) {
        List<ChunkSource> order = sources(swarm);
        return read(order, 0, id, new ChunkRead.Missing()).thenCompose(read -> {
            List<ChunkSource> now = sources(swarm);
            // A source that goes while it is read from has been replaced by another one first.
            return read instanceof ChunkRead.Found || now.equals(order)
                    ? CompletableFuture.completedFuture(read)
                    : read(now, 0, id, read);
        });
    }

    private List<ChunkSource> sources(SwarmId swarm) {
        List<ChunkSource> order = new ArrayList<>(contents.size() + stores.size());
        contents.stream().filter(it -> it.swarm().equals(swarm)).forEach(it -> order.add(it.chunks()));
        order.addAll(stores);
        return order;
    }

    /**
     * Which chunks of a swarm are here.
     *
     * @param swarm which
     * @param ids up to 4096
     * @return bit i for {@code ids.get(i)}
     */
    public CompletionStage<BitSet> has(SwarmId swarm, List<ChunkId> ids) {
        List<ChunkSource> asked = new ArrayList<>(stores);
        contents.stream().filter(it -> it.swarm().equals(swarm)).forEach(it -> asked.add(it.chunks()));
        return has(asked, ids);
    }

    /** {@return lengths of the chunks in all stores together, in bytes} */
    public long usage() {
        long bytes = 0;
        for (StoreSource it : stores) {
            try {
                bytes += it.store().usage().bytes();
            } catch (RuntimeException | LinkageError gone) {
                continue; // it keeps nothing for this node any more
            }
        }
        return bytes;
    }

    /** {@return a chunk, if a store has it} */
    public CompletionStage<ChunkRead> kept(ChunkId id) {
        return read(List.copyOf(stores), id);
    }

    /** {@return which of up to 4096 chunks the stores have} */
    public CompletionStage<BitSet> kept(List<ChunkId> ids) {
        return has(List.copyOf(stores), ids);
    }

    /**
     * How often a store could not tell what it has. A chunk that is not here as {@link #kept} says may be here all the same if
     * this has grown meanwhile.
     *
     * @return since the start
     */
    public long failures() {
        return failures.get();
    }

    /** Removes a chunk from all stores. @return whether one had it */
    public CompletionStage<Boolean> remove(ChunkId id) {
        CompletionStage<Boolean> any = CompletableFuture.completedFuture(false);
        for (StoreSource it : stores) {
            any = any.thenCombine(safeRemove(it.store(), id), Boolean::logicalOr);
        }
        return any;
    }

    private static CompletionStage<Boolean> safeRemove(ChunkStore store, ChunkId id) {
        try {
            return store.remove(id).exceptionally(gone -> false);
        } catch (RuntimeException | LinkageError gone) {
            return CompletableFuture.completedFuture(false);
        }
    }

    /**
     * What a transfer may take from this node instead of from peers.
     *
     * @param self its own acquisition
     * @return all sources but that one
     */
    public List<ChunkSource> others(ChunkSource self) {
        List<ChunkSource> others = new ArrayList<>(contents.size() + stores.size());
        contents.stream().filter(it -> it.chunks() != self).forEach(it -> others.add(it.chunks()));
        others.addAll(stores);
        return others;
    }

    /** Which chunks some of these sources have. */
    public static CompletionStage<BitSet> has(List<ChunkSource> sources, List<ChunkId> ids) {
        CompletionStage<BitSet> all = CompletableFuture.completedFuture(new BitSet());
        for (ChunkSource source : sources) {
            all = all.thenCombine(safeHas(source, ids), Sources::union);
        }
        return all;
    }

    /** Reads a chunk from the first of these sources that has it. */
    public static CompletionStage<ChunkRead> read(List<ChunkSource> sources, ChunkId id) {
        return read(sources, 0, id, new ChunkRead.Missing());
    }

    private static BitSet union(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    private static CompletionStage<BitSet> safeHas(ChunkSource source, List<ChunkId> ids) {
        try {
            return source.has(ids).handle((bits, gone) -> bits == null ? new BitSet() : bits);
        } catch (RuntimeException | LinkageError gone) {
            return CompletableFuture.completedFuture(new BitSet());
        }
    }

    private static CompletionStage<ChunkRead> read(List<ChunkSource> order, int at, ChunkId id, ChunkRead soFar) {
        if (at == order.size()) {
            return CompletableFuture.completedFuture(soFar);
        }
        return safeRead(order.get(at), id)
                .thenCompose(read -> read instanceof ChunkRead.Found
                        ? CompletableFuture.completedFuture(read)
                        : read(order, at + 1, id, telling(soFar, read)));
    }

    private static CompletionStage<ChunkRead> safeRead(ChunkSource source, ChunkId id) {
        try {
            return source.read(id).exceptionally(gone -> new ChunkRead.Missing());
        } catch (RuntimeException | LinkageError gone) {
            return CompletableFuture.completedFuture(new ChunkRead.Missing());
        }
    }

    /** Of two reads that found nothing, the one that tells more. */
    private static ChunkRead telling(ChunkRead one, ChunkRead other) {
        if (one instanceof ChunkRead.Changed || other instanceof ChunkRead.Missing) {
            return one;
        }
        return other;
    }
}
