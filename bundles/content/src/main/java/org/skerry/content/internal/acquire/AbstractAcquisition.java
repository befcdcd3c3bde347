// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.WantedChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What acquisitions have in common: demand, the listener, the end, and that nothing blocks the caller. Demand and the
 * phase belong to the loop.
 */
abstract class AbstractAcquisition implements Acquisition {

    private static final Logger LOG = LoggerFactory.getLogger(AbstractAcquisition.class);
    private static final int MAX_WANTS = 512;

    final Workshop workshop;
    final AcquireRequest request;
    private final AcquisitionListener listener;
    private final List<Closeable> kept = new ArrayList<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    /** Chunks that were accepted and are not yet where they belong; with the lock of this. */
    private int accepted;

    /** Releases what it keeps as soon as no accepted chunk needs it; set with the lock of this. */
    private volatile boolean leaving;

    private volatile boolean closed;
    private volatile boolean over;
    private volatile boolean complete;
    private boolean ending;
    private long demand;
    private boolean pumping;
    private Runnable onComplete = () -> {};

    AbstractAcquisition(Workshop workshop, AcquireRequest request, AcquisitionListener listener) {
        this.workshop = workshop;
        this.request = request;
        this.listener = listener;
    }

    /** Begins. */
    abstract void start();

    /** Begins to take a chunk; on any thread. Completes when it is where it belongs, or was not wanted. */
    abstract CompletionStage<?> take(ChunkId id, ByteBuffer verified);

    /** Whether content is wanted by now, and no pages any more. */
    abstract boolean wantsContent();

    /** Whether the last chunk of content may have been taken, so that it is worth waking the loop; on a worker. */
    abstract boolean mayBeWhole();

    /** Begins the last step if nothing is missing; on the loop. */
    abstract boolean finishIfWhole();

    /** Pages to want; on the loop. */
    abstract List<WantedChunk> wantPages(int most);

    /** Content to want; on a worker, one call at a time. */
    abstract List<WantedChunk> wantContent(int most) throws IOException, BadManifestException;

    /** Whether a chunk can be read; on a worker. */
    abstract boolean hasChunk(ChunkId id);

    /** Reads a chunk; on a worker. */
    abstract ChunkRead readChunk(ChunkId id) throws IOException;

    /** Closes idle files; on a worker. */
    abstract void sweep() throws IOException;

    /** What to do when it is complete, before the listener hears of it; on the loop. */
    void onComplete(Runnable action) {
        onComplete = action;
    }

    /** Whether it is complete, and serves on or was closed since. */
    final boolean isComplete() {
        return complete;
    }

    /** Works elsewhere, then goes on on the loop. */
    final <T> void run(Workers on, Callable<T> task, Consumer<T> then) {
        on.<T>submit(task)
                .whenComplete((result, failure) -> workshop.loop().execute(() -> {
                    if (!over && failure != null) {
                        fail(failure);
                    } else if (!over) {
                        then.accept(result);
                    }
                }));
    }

    /** Closes it at the end; at once, with an exception, if that has come. */
    final void keep(Closeable resource) throws IOException {
        synchronized (this) {
            if (!closed) {
                kept.add(resource);
                return;
            }
        }
        resource.close();
        checkOpen();
    }

    /** Throws once it is closed, or has failed: what a job would do to the disk is no longer its business. */
    final void checkOpen() throws IOException {
        if (leaving) {
            throw new IOException("the acquisition was closed");
        }
    }

    @Override
    public final void request(int chunks) {
        if (chunks < 1) {
            throw new IllegalArgumentException("request at least one chunk, not " + chunks);
        }
        workshop.loop().execute(() -> {
            demand += chunks;
            pump();
        });
    }

    final void pump() {
        if (over || ending || pumping || demand == 0) {
            return;
        }
        int most = (int) Math.min(demand, MAX_WANTS);
        if (!wantsContent()) {
            List<WantedChunk> wanted = wantPages(most);
            if (!wanted.isEmpty()) {
                want(wanted);
            }
            return;
        }
        pumping = true;
        run(workshop.workers(), () -> wantContent(most), wanted -> {
            pumping = false;
            if (!wanted.isEmpty()) {
                want(wanted);
            }
        });
    }

    private void want(List<WantedChunk> wanted) {
        demand -= wanted.size();
        listener.wanted(wanted);
        workshop.loop().execute(this::pump);
    }

    @Override
    public final CompletionStage<Void> accept(ChunkId id, ByteBuffer verified) {
        synchronized (this) {
            if (over) {
                return CompletableFuture.completedFuture(null);
            }
            accepted++;
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        take(id, verified).whenComplete((done, failure) -> {
            result.complete(null);
            settled();
            if (failure != null || mayBeWhole()) {
                workshop.loop().execute(() -> taken(failure));
            }
        });
        return result;
    }

    private void settled() {
        synchronized (this) {
            accepted--;
            if (!leaving || accepted > 0) {
                return;
            }
        }
        release();
    }

    /** Something was written, or could not be; on the loop. */
    final void taken(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (failure != null) {
            fail(failure);
        } else {
            finishIfWhole();
        }
    }

    /** Whether the last step may begin, which it does once. On the loop. */
    final boolean beginEnd() {
        boolean first = !ending;
        ending = true;
        return first && !over;
    }

    /** Ends it for good; on the loop. It serves on if it is complete. */
    final void end(TransferResult result) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        if (result instanceof TransferResult.Complete) {
            complete = true;
            onComplete.run();
        } else {
            leave();
        }
        listener.ended(result);
    }

    final void fail(Throwable failure) {
        if (failure instanceof CancellationException) {
            return;
        }
        end(asResult(failure));
    }

    private TransferResult.Failed asResult(Throwable failure) {
        if (failure instanceof AcquireException acquire) {
            return acquire.failure();
        } else if (failure instanceof BadManifestException bad) {
            return new TransferResult.Failed(Cause.BAD_MANIFEST, String.valueOf(bad.getMessage()));
        } else if (failure instanceof IOException || failure instanceof MVStoreException) {
            String message = CatalogLeaf.oneLine(DiskReason.line(failure, state()));
            return new TransferResult.Failed(
                    DiskReason.isFull(failure) ? Cause.DISK_FULL : Cause.IO,
                    "the state of the fetch cannot be kept: " + message);
        }
        LOG.warn("an acquisition of {} broke", request.root().shortText(), failure);
        return new TransferResult.Failed(Cause.IO, "the fetch broke: " + failure);
    }

    /** Where its state is kept. */
    abstract Path state();

    final boolean isOver() {
        return over;
    }

    final boolean isClosed() {
        return closed;
    }

    @Override
    public final CompletionStage<BitSet> has(List<ChunkId> ids) {
        return query(
                () -> {
                    BitSet here = new BitSet(ids.size());
                    for (int i = 0; i < ids.size(); i++) {
                        here.set(i, hasChunk(ids.get(i)));
                    }
                    return here;
                },
                new BitSet());
    }

    @Override
    public final CompletionStage<ChunkRead> read(ChunkId id) {
        return query(() -> readChunk(id), new ChunkRead.Missing());
    }

    private <T> CompletionStage<T> query(Callable<T> task, T otherwise) {
        if (closed) {
            return CompletableFuture.completedFuture(otherwise);
        }
        return workshop.workers().<T>submit(task).exceptionally(failure -> otherwise);
    }

    /** What was accepted is still written; then what is open is closed. */
    @Override
    public void close() {
        leave();
    }

    private void leave() {
        synchronized (this) {
            over = true;
            leaving = true;
            if (accepted > 0) {
                return;
            }
        }
        release();
    }

    /** Whether it was closed, or has failed, and goes as soon as what was accepted is written. */
    final boolean isLeaving() {
        return leaving;
    }

    /** Completes when what was accepted is written and all is closed. */
    final CompletionStage<Void> released() {
        return released;
    }

    /** Closes what is open, whatever is still being written; once. */
    final void release() {
        synchronized (this) {
            leaving = true;
            if (closed) {
                return;
            }
            closed = true;
        }
        kept.forEach(AbstractAcquisition::closeQuietly); // nothing is added any more
        released.complete(null);
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("closing an acquisition failed", e);
        }
    }
}
