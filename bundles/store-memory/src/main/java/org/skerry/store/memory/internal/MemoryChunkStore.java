// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.memory.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.ChunkId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps chunks in the heap, up to a bound, in the order of their ids. */
@Component(
        name = MemoryStoreSettings.PID,
        configurationPid = MemoryStoreSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = ChunkStore.DURABILITY + "=" + ChunkStore.DURABILITY_NONE)
@Designate(ocd = MemoryStoreConfiguration.class, factory = true)
public final class MemoryChunkStore implements ChunkStore {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryChunkStore.class);

    private final MemoryStoreSettings settings;
    private final Workers workers;
    private final ConcurrentNavigableMap<ChunkId, byte[]> chunks = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Made by Declarative Services.
     *
     * @param configuration its configuration
     * @throws IllegalArgumentException naming the key that is wrong
     */
    @Activate
    public MemoryChunkStore(MemoryStoreConfiguration configuration) {
        this(MemoryStoreSettings.of(configuration));
    }

    MemoryChunkStore(MemoryStoreSettings settings) {
        this.settings = settings;
        this.workers = new ThreadWorkers(
                "skerry-store-memory", settings.threads(), thrown -> LOG.warn("the memory store failed", thrown));
    }

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        return submit(() -> {
            BitSet here = new BitSet(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                here.set(i, chunks.containsKey(ids.get(i)));
            }
            return here;
        });
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
        return submit(() -> {
            byte[] kept = chunks.get(id);
            if (kept == null) {
                return Optional.empty();
            }
            if (!ChunkId.ofChunk(ByteBuffer.wrap(kept)).equals(id)) {
                LOG.warn("memory store: chunk {} is damaged and was dropped", id.shortText());
                drop(id, kept);
                return Optional.empty();
            }
            return Optional.of(ByteBuffer.wrap(kept.clone()));
        });
    }

    @Override
    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
        return submit(() -> {
            if (!chunks.containsKey(id)) {
                keep(id, Bytes.copyOf(verified));
            }
            return null;
        });
    }

    private void keep(ChunkId id, byte[] chunk) throws IOException {
        if (bytes.addAndGet(chunk.length) > settings.maxBytes()) {
            bytes.addAndGet(-chunk.length);
            throw new IOException("memory store is full: a chunk of " + chunk.length
                    + " bytes would exceed max.bytes of " + settings.maxBytes() + " (" + MemoryStoreSettings.PID + ")");
        }
        if (chunks.putIfAbsent(id, chunk) == null) {
            count.incrementAndGet();
        } else {
            bytes.addAndGet(-chunk.length);
        }
    }

    @Override
    public CompletionStage<Boolean> remove(ChunkId id) {
        return submit(() -> {
            byte[] kept = chunks.get(id);
            return kept != null && drop(id, kept);
        });
    }

    private boolean drop(ChunkId id, byte[] kept) {
        boolean dropped = chunks.remove(id, kept);
        if (dropped) {
            count.decrementAndGet();
            bytes.addAndGet(-kept.length);
        }
        return dropped;
    }

    @Override
    public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
        return submit(() -> {
            ConcurrentNavigableMap<ChunkId, byte[]> rest = after.isEmpty()
                    ? chunks
                    : chunks.tailMap(ChunkId.parse(after.get().token()), false);
            List<ChunkId> ids = rest.keySet().stream().limit(limit).toList();
            boolean end = ids.size() < limit;
            return Page.of(
                    ids,
                    end
                            ? Optional.empty()
                            : Optional.of(new Cursor(ids.get(ids.size() - 1).toString())));
        });
    }

    @Override
    public Usage usage() {
        return Usage.of(count.get(), bytes.get());
    }

    /** Forgets all chunks; what is outstanding completes exceptionally. */
    @Deactivate
    public void stop() {
        workers.close();
        chunks.clear();
        count.set(0);
        bytes.set(0);
    }

    private <T> CompletionStage<T> submit(Callable<T> call) {
        if (workers.queued() >= settings.maxQueued()) {
            return CompletableFuture.failedFuture(
                    new IOException("memory store is busy: " + settings.maxQueued() + " calls wait already"));
        }
        return workers.submit(call);
    }
}
