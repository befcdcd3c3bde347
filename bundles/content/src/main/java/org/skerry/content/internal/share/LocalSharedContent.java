// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.SharedContent;

/** A handle of a share; works on the workers. */
final class LocalSharedContent implements SharedContent {

    private final ServedShare share;
    private final Workshop workshop;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalSharedContent(ServedShare share, Workshop workshop, Runnable onClose) {
        this.share = share;
        this.workshop = workshop;
        this.onClose = onClose;
    }

    @Override
    public ContentLink link() {
        return ContentLink.of(manifest().root(), share.secret());
    }

    @Override
    public List<Path> paths() {
        return share.summary().paths();
    }

    @Override
    public Manifest manifest() {
        return share.summary().manifest();
    }

    @Override
    public long files() {
        return share.summary().files();
    }

    @Override
    public long fileBytes() {
        return share.summary().fileBytes();
    }

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        return submit(
                () -> {
                    BitSet here = new BitSet(ids.size());
                    for (int i = 0; i < ids.size(); i++) {
                        here.set(i, share.has(ids.get(i)));
                    }
                    return here;
                },
                new BitSet());
    }

    @Override
    public CompletionStage<ChunkRead> read(ChunkId id) {
        return submit(() -> share.read(id), new ChunkRead.Missing());
    }

    /** On this thread. */
    VersionReport check(boolean deep) throws IOException {
        return share.check(deep);
    }

    private <T> CompletionStage<T> submit(Callable<T> task, T otherwise) {
        if (closed.get()) {
            return CompletableFuture.completedFuture(otherwise);
        }
        return workshop.workers().<T>submit(task).exceptionally(failure -> otherwise);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }
}
