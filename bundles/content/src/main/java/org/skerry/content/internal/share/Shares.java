// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.IndexProgress;
import org.skerry.api.ShareException;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shares of a node. Whoever opens the same version twice gets two handles of one {@link ServedShare}; the last handle
 * closes it. Thread-safe; nothing but {@link #close} blocks.
 */
public final class Shares implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

    private final ShareStore store;
    private final Fetched fetched;
    private final Workshop workshop;
    private final Map<ChunkId, Counted> open = new HashMap<>();
    private boolean closed;

    /** A share with the number of its handles, which the lock of {@code open} guards. */
    static final class Counted {
        final ServedShare share;
        int handles;

        Counted(ServedShare share) {
            this.share = share;
        }
    }

    /**
     * None is open.
     *
     * @param store of their state
     * @param fetched contents that are served as if they had been shared
     * @param workshop to work with
     */
    public Shares(ShareStore store, Fetched fetched, Workshop workshop) {
        this.store = store;
        this.fetched = fetched;
        this.workshop = workshop;
        workshop.loop().schedule(sweepPeriod(), this::sweep);
    }

    private Duration sweepPeriod() {
        return Duration.ofSeconds(workshop.settings().idleSeconds());
    }

    /**
     * As {@link org.skerry.spi.content.Contents#share}.
     *
     * @param request what
     * @param progress hears how it goes
     * @return the shared content
     */
    public CompletionStage<SharedContent> share(ShareRequest request, Consumer<IndexProgress> progress) {
        CompletableFuture<SharedContent> result = new CompletableFuture<>();
        workshop.readers()
                .<SharedContent>submit(() -> {
                    Path version = new ShareJob(store, workshop, request, progress).run();
                    return handle(register(new ServedShare(version, workshop.settings())));
                })
                .whenComplete((content, failure) -> {
                    if (failure == null) {
                        result.complete(content);
                    } else {
                        result.completeExceptionally(asShareException(failure));
                    }
                });
        return result;
    }

    private static ShareException asShareException(Throwable failure) {
        if (failure instanceof ShareException share) {
            return share;
        } else if (failure instanceof IOException) {
            return new ShareException("the state of the share cannot be opened: " + failure.getMessage());
        }
        LOG.debug("sharing failed", failure);
        return Pipeline.stopping();
    }

    /**
     * As {@link org.skerry.spi.content.Contents#reopen}.
     *
     * @param root of the version
     * @return the content, or empty
     */
    public CompletionStage<Optional<SharedContent>> reopen(ChunkId root) {
        CompletableFuture<Optional<SharedContent>> result = new CompletableFuture<>();
        workshop.workers()
                .submit(() -> open(root))
                .whenComplete((content, failure) -> result.complete(failure == null ? content : Optional.empty()));
        return result;
    }

    private Optional<SharedContent> open(ChunkId root) {
        try {
            synchronized (open) {
                Counted counted = open.get(root);
                if (counted != null) {
                    return Optional.of(handle(counted));
                }
            }
            Optional<Path> version = store.version(root);
            if (version.isEmpty()) {
                version = fetched.version(root);
            }
            if (version.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(handle(register(new ServedShare(version.get(), workshop.settings()))));
        } catch (IOException | MVStoreException | IllegalStateException e) {
            LOG.warn("the state of share {} cannot be opened, share it again: {}", root.shortText(), e.getMessage());
            return Optional.empty();
        }
    }

    private Counted register(ServedShare share) throws IOException {
        Counted counted = new Counted(share);
        synchronized (open) {
            if (closed) {
                share.close();
                throw new IOException("the node is stopping");
            }
            open.put(share.summary().manifest().root(), counted);
        }
        return counted;
    }

    private LocalSharedContent handle(Counted counted) {
        synchronized (open) {
            counted.handles++;
        }
        return new LocalSharedContent(counted.share, workshop, () -> release(counted));
    }

    private void release(Counted counted) {
        synchronized (open) {
            if (--counted.handles > 0) {
                return;
            }
            open.values().remove(counted);
        }
        closeQuietly(counted.share);
    }

    private static void closeQuietly(@Nullable ServedShare share) {
        try {
            if (share != null) {
                share.close();
            }
        } catch (IOException | MVStoreException e) {
            LOG.debug("closing a share failed", e);
        }
    }

    private void sweep() {
        List<Counted> all;
        synchronized (open) {
            if (closed) {
                return;
            }
            all = new ArrayList<>(open.values());
        }
        workshop.workers().execute(() -> all.forEach(Shares::sweep));
        workshop.loop().schedule(sweepPeriod(), this::sweep);
    }

    private static void sweep(Counted counted) {
        try {
            counted.share.sweep();
        } catch (IOException e) {
            LOG.debug("closing idle files failed", e);
        }
    }

    @Override
    public void close() {
        List<Counted> all;
        synchronized (open) {
            closed = true;
            all = new ArrayList<>(open.values());
            open.clear();
        }
        all.forEach(counted -> closeQuietly(counted.share));
    }
}
