// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.bytes.Hex;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store on disk. All files are touched on its own threads. */
final class FileStore implements ChunkStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);
    private static final int SHELVES = 256;

    private final FileStoreSettings settings;
    private final Folder folder;
    private final List<Shelf> shelves;
    private final Workers workers;

    /**
     * Opens the store and begins to count what is in it.
     *
     * @throws IllegalArgumentException naming the key, if the directory cannot be used
     */
    FileStore(FileStoreSettings settings) {
        this.settings = settings;
        this.folder = Folder.hold(settings.directory());
        this.shelves = new ArrayList<>(SHELVES);
        for (int i = 0; i < SHELVES; i++) {
            String name = Hex.encode(new byte[] {(byte) i});
            shelves.add(new Shelf(folder.path().resolve(name), folder.tmp(), settings.sync()));
        }
        this.workers = new ThreadWorkers(
                "skerry-store-file",
                settings.threads(),
                thrown -> LOG.warn("{}: {}", settings.directory(), thrown.getMessage()));
        for (int i = 0; i < settings.threads(); i++) {
            countFrom(i);
        }
    }

    /** {@return what looks after the chunks} */
    Upkeep upkeep() {
        return new StoreUpkeep("store " + settings.directory(), shelves, workers::submit);
    }

    /** One shelf at a time on each thread, so that calls get their turn. */
    private void countFrom(int shelf) {
        workers.execute(() -> {
            try {
                shelves.get(shelf).count();
            } catch (IOException e) {
                LOG.warn("{}: cannot count the chunks: {}", settings.directory(), Folder.reason(e));
            } finally {
                if (shelf + settings.threads() < SHELVES) {
                    countFrom(shelf + settings.threads());
                }
            }
        });
    }

    private Shelf shelf(ChunkId id) {
        return shelves.get(id.bytes()[0] & 0xFF);
    }

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        return submit(() -> {
            BitSet here = new BitSet(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                here.set(i, shelf(ids.get(i)).has(ids.get(i)));
            }
            return here;
        });
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
        return submit(() -> shelf(id).get(id));
    }

    @Override
    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
        return submit(() -> {
            shelf(id).put(id, verified);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> remove(ChunkId id) {
        return submit(() -> shelf(id).remove(id));
    }

    @Override
    public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
        return submit(() -> {
            String last = after.map(Cursor::token).orElse("");
            int first = last.isEmpty() ? 0 : Hex.decode(last)[0] & 0xFF;
            List<ChunkId> ids = new ArrayList<>();
            for (int i = first; i < SHELVES && ids.size() < limit; i++) {
                shelves.get(i).names().stream()
                        .filter(name -> name.compareTo(last) > 0)
                        .limit(limit - ids.size())
                        .forEach(name -> ids.add(ChunkId.of(Hex.decode(name))));
            }
            return page(ids, limit);
        });
    }

    private static Page page(List<ChunkId> ids, int limit) {
        boolean end = ids.size() < limit;
        return Page.of(ids, end ? Optional.empty() : Optional.of(new Cursor(Shelf.name(ids.get(ids.size() - 1)))));
    }

    /** Grows while the store is being counted at its start. */
    @Override
    public Usage usage() {
        return Usage.of(
                shelves.stream().mapToLong(Shelf::chunks).sum(),
                shelves.stream().mapToLong(Shelf::bytes).sum());
    }

    @Override
    public void close() {
        workers.close();
        folder.close();
    }

    private <T> CompletionStage<T> submit(Callable<T> call) {
        if (workers.queued() >= settings.maxQueued()) {
            return CompletableFuture.failedFuture(new IOException(
                    settings.directory() + " is busy: " + settings.maxQueued() + " calls wait already"));
        }
        return workers.submit(call);
    }
}
