// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.WantedChunk;

/** Walks root, pages and chunks of a {@link TestContent}; keeps them in a map that outlives it. Thread-safe. */
final class MemoryAcquisition implements Acquisition {

    private final AcquireRequest request;
    private final AcquisitionListener listener;
    private final Map<ChunkId, ByteBuffer> disk;
    private final ArrayDeque<WantedChunk> toName = new ArrayDeque<>();
    private final Map<ChunkId, WantedChunk> named = new HashMap<>();
    private final Set<ChunkId> done = new HashSet<>();
    private long total;
    private long bytesTotal;
    private long chunksDone;
    private long bytesDone;
    private int pagesLeft;
    private int demand;
    private boolean closed;
    private boolean ended;
    boolean looking;
    boolean checking;
    final List<ChunkId> accepted = new ArrayList<>();

    MemoryAcquisition(AcquireRequest request, AcquisitionListener listener, Map<ChunkId, ByteBuffer> disk) {
        this.request = request;
        this.listener = listener;
        this.disk = disk;
        pagesLeft = 1;
        want(new WantedChunk(request.root(), 0, true, 0, Optional.empty(), 0));
    }

    private void want(WantedChunk chunk) {
        if (isGood(chunk.id())) {
            arrived(chunk, disk.get(chunk.id()));
        } else {
            toName.add(chunk);
        }
    }

    /** Nothing is believed but bytes. */
    private boolean isGood(ChunkId id) {
        ByteBuffer chunk = disk.get(id);
        return chunk != null && ChunkId.ofChunk(chunk).equals(id);
    }

    private void arrived(WantedChunk chunk, ByteBuffer bytes) {
        if (!done.add(chunk.id())) {
            return;
        }
        if (!chunk.manifest()) {
            chunksDone++;
            bytesDone += bytes.remaining();
            return;
        }
        pagesLeft--;
        IndexPage page = TestContent.parse(chunk.id(), bytes).orElseThrow();
        for (int slot = 0; slot < page.entries().size(); slot++) {
            IndexPage.Entry entry = page.entries().get(slot);
            boolean manifest = page.level() > 0;
            if (manifest) {
                pagesLeft++;
            } else {
                total++;
                bytesTotal += entry.length();
            }
            want(new WantedChunk(
                    entry.id(), entry.length(), manifest, done.size() + toName.size(), Optional.of(chunk.id()), slot));
        }
    }

    @Override
    public void request(int chunks) {
        List<WantedChunk> now = new ArrayList<>();
        boolean complete;
        synchronized (this) {
            demand += chunks;
            complete = name(now);
        }
        tell(now, complete);
    }

    /** It has looked at its disk. */
    void looked() {
        looking = false;
        request(0);
    }

    private boolean name(List<WantedChunk> now) {
        while (demand > 0 && !looking && !toName.isEmpty() && !closed) {
            demand--;
            WantedChunk next = toName.poll();
            named.put(next.id(), next);
            now.add(next);
        }
        boolean complete = !closed && !looking && !ended && pagesLeft == 0 && chunksDone == total;
        ended |= complete;
        return complete;
    }

    private void tell(List<WantedChunk> now, boolean complete) {
        if (!now.isEmpty()) {
            listener.wanted(now);
        }
        if (complete) {
            listener.ended(
                    new TransferResult.Complete(request.secret().isPresent() ? request.folder() : Optional.empty()));
        }
    }

    @Override
    public CompletionStage<Void> accept(ChunkId id, ByteBuffer verified) {
        List<WantedChunk> now = new ArrayList<>();
        boolean complete = false;
        synchronized (this) {
            WantedChunk chunk = named.remove(id);
            if (chunk != null && !closed) {
                ByteBuffer copy = ByteBuffer.allocate(verified.remaining())
                        .put(verified.duplicate())
                        .flip();
                accepted.add(id);
                if (request.secret().isPresent()) {
                    disk.put(id, copy);
                }
                arrived(chunk, copy);
                complete = name(now);
            }
        }
        tell(now, complete);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized AcquisitionProgress progress() {
        return new AcquisitionProgress(checking, chunksDone, total, bytesDone, bytesTotal, folder());
    }

    private Optional<Path> folder() {
        return request.secret().isPresent() ? request.folder() : Optional.empty();
    }

    @Override
    public Optional<String> describe(ChunkId id, byte[] mark) {
        return Optional.of("movies/" + id.shortText());
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public synchronized CompletionStage<BitSet> has(List<ChunkId> ids) {
        boolean serves = request.secret().isPresent() && !closed;
        return MemoryContents.has(serves ? Set.copyOf(disk.keySet()) : Set.of(), ids);
    }

    @Override
    public synchronized CompletionStage<ChunkRead> read(ChunkId id) {
        ByteBuffer chunk = request.secret().isPresent() && !closed ? disk.get(id) : null;
        if (chunk == null) {
            return CompletableFuture.completedFuture(new ChunkRead.Missing());
        }
        return CompletableFuture.completedFuture(
                isGood(id) ? new ChunkRead.Found(chunk.duplicate()) : new ChunkRead.Changed("file"));
    }
}
