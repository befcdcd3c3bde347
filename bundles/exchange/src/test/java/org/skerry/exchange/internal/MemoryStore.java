// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.skerry.api.ChunkId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;

/** A store that can be made to fail. */
final class MemoryStore implements ChunkStore {

    final Map<ChunkId, ByteBuffer> chunks = new ConcurrentHashMap<>();
    final List<Runnable> held = new ArrayList<>();
    boolean full;
    /** So many puts find room though it is full. */
    int fits;
    /** Puts that found it full. */
    int refused;
    /** Refusals wait until the test runs those that are held. */
    boolean holdsRefusals;

    boolean holds;
    /** Cannot tell what it has, nor read it. */
    boolean unreadable;
    /** Reads that wait until the test ends them; kept if {@link #holdsReads}. */
    final List<CompletableFuture<Optional<ByteBuffer>>> heldReads = new ArrayList<>();

    boolean holdsReads;
    /** Removals that wait until the test runs them; kept if {@link #holdsRemoves}. */
    final List<Runnable> heldRemoves = new ArrayList<>();

    boolean holdsRemoves;
    /** Breaks its contract. */
    boolean returnsNull;

    int failures;
    /** The most bytes that it ever held. */
    long most;

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        if (returnsNull) {
            return CompletableFuture.completedFuture(null);
        }
        if (unreadable) {
            return CompletableFuture.failedFuture(new IOException("/store/aa: Input/output error"));
        }
        return MemoryContents.has(chunks.keySet(), ids);
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
        if (unreadable) {
            return CompletableFuture.failedFuture(new IOException("/store/aa: Input/output error"));
        }
        if (holdsReads) {
            CompletableFuture<Optional<ByteBuffer>> read = new CompletableFuture<>();
            heldReads.add(read);
            return read;
        }
        return CompletableFuture.completedFuture(
                Optional.ofNullable(chunks.get(id)).map(ByteBuffer::duplicate));
    }

    @Override
    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
        if (returnsNull) {
            return null;
        }
        if (full && fits-- <= 0) {
            fits = 0;
            refused++;
            IOException noRoom = new IOException("/store/aa: No space left on device");
            CompletableFuture<Void> put = new CompletableFuture<>();
            if (holdsRefusals) {
                held.add(() -> put.completeExceptionally(noRoom));
            } else {
                put.completeExceptionally(noRoom);
            }
            return put;
        }
        if (failures > 0) {
            failures--;
            return CompletableFuture.failedFuture(new IOException("/store/aa: Input/output error"));
        }
        if (holds) {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            held.add(() -> gone.completeExceptionally(new IOException("the store is closed")));
            return gone;
        }
        chunks.put(
                id,
                ByteBuffer.allocate(verified.remaining())
                        .put(verified.duplicate())
                        .flip());
        most = Math.max(most, usage().bytes());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> remove(ChunkId id) {
        if (holdsRemoves) {
            CompletableFuture<Boolean> removed = new CompletableFuture<>();
            heldRemoves.add(() -> removed.complete(chunks.remove(id) != null));
            return removed;
        }
        return CompletableFuture.completedFuture(chunks.remove(id) != null);
    }

    @Override
    public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
        return CompletableFuture.completedFuture(Page.of(List.copyOf(chunks.keySet()), Optional.empty()));
    }

    @Override
    public Usage usage() {
        return Usage.of(
                chunks.size(),
                chunks.values().stream().mapToLong(ByteBuffer::remaining).sum());
    }
}
