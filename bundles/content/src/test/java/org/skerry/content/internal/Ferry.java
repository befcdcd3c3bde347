// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.WantedChunk;

/** Carries chunks from a source to an acquisition, as exchange would, with a bounded number on their way. */
public final class Ferry implements AcquisitionListener, AutoCloseable {

    public static final int ON_THEIR_WAY = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChunkSource source;
    private final int most;
    private final List<WantedChunk> wanted = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<TransferResult> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> exhausted = new CompletableFuture<>();
    private final CompletableFuture<Acquisition> acquisition = new CompletableFuture<>();
    private final List<ChunkId> arrived = Collections.synchronizedList(new ArrayList<>());
    private int accepted;
    private int stranded;

    /** Carries at most so many chunks of content, then no more. */
    public Ferry(ChunkSource source, int most) {
        this.source = source;
        this.most = most;
    }

    /** Begins an acquisition that is fed from a source. */
    public static Ferry between(ChunkSource source, Contents contents, AcquireRequest request) {
        return between(source, contents, request, Integer.MAX_VALUE);
    }

    /** The same, which stops after so many chunks of content. */
    public static Ferry between(ChunkSource source, Contents contents, AcquireRequest request, int most) {
        Ferry ferry = new Ferry(source, most);
        Acquisition begun = contents.acquire(request, ferry);
        ferry.acquisition.complete(begun);
        begun.request(ON_THEIR_WAY);
        return ferry;
    }

    @Override
    public void wanted(List<WantedChunk> chunks) {
        wanted.addAll(chunks);
        for (WantedChunk chunk : chunks) {
            source.read(chunk.id()).thenAccept(read -> take(chunk, read));
        }
    }

    private void take(WantedChunk chunk, ChunkRead read) {
        if (!(read instanceof ChunkRead.Found found)) {
            exhausted.completeExceptionally(new AssertionError(chunk + " was not to be read: " + read));
            ended.completeExceptionally(new AssertionError(chunk + " was not to be read: " + read));
            return;
        }
        ByteBuffer bytes = found.chunk();
        if (!ChunkId.ofChunk(bytes).equals(chunk.id())) {
            ended.completeExceptionally(new AssertionError("wrong bytes for " + chunk));
        }
        boolean carried;
        synchronized (this) {
            carried = chunk.manifest() || accepted++ < most;
        }
        if (!carried) {
            dropped();
            return;
        }
        Acquisition target = acquisition.join();
        target.accept(chunk.id(), bytes).thenRun(() -> {
            arrived.add(chunk.id());
            target.request(1);
        });
    }

    /** It is exhausted when all that was asked for is content that it drops. */
    private synchronized void dropped() {
        if (++stranded == ON_THEIR_WAY) {
            exhausted.complete(null);
        }
    }

    /** What was accepted so far. */
    public List<ChunkId> arrived() {
        synchronized (arrived) {
            return List.copyOf(arrived);
        }
    }

    /** Waits for the end. */
    public TransferResult result() throws Exception {
        return ended.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until it has carried as much as it may. */
    public void awaitExhausted() throws Exception {
        CompletableFuture.anyOf(exhausted, ended).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it has ended, now. */
    public boolean hasEnded() throws Exception {
        try {
            ended.get(0, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    public Acquisition acquisition() {
        return acquisition.join();
    }

    /** All that was wanted so far, in order. */
    public List<WantedChunk> wanted() {
        synchronized (wanted) {
            return List.copyOf(wanted);
        }
    }

    @Override
    public void ended(TransferResult result) {
        ended.complete(result);
    }

    @Override
    public void close() {
        acquisition.join().close();
    }
}
