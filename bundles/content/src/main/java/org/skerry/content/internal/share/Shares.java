// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    private static final int DOORS = 16;

    private final ShareStore store;
    private final Workshop workshop;
    /** Held while a version is opened or closed; there are some, so that few wait for others. */
    private final List<Object> doors = Stream.generate(Object::new).limit(DOORS).toList();

    /** The newest of each version. Its lock guards the two below and the handles. */
    private final Map<Path, Counted> open = new HashMap<>();

    /** In the order in which they were opened, in which they are swept and closed. */
    private final Set<Counted> all = new LinkedHashSet<>();

    private boolean closed;

    /** Where a version is kept. */
    @FunctionalInterface
    public interface Known {

        /** {@return its folder, if there is one; reads the disk} */
        Optional<Path> find() throws IOException;
    }

    /** A share with the number of its handles. */
    private static final class Counted {
        final Path version;
        private final @Nullable Object folder;
        final ServedShare share;
        int handles;

        Counted(Path version, @Nullable Object folder, ServedShare share) {
            this.version = version;
            this.folder = folder;
            this.share = share;
        }

        /** Tells a folder from one that was there before under the same name; null where the system cannot. */
        static @Nullable Object folder(Path version) throws IOException {
            return Files.readAttributes(version, BasicFileAttributes.class).fileKey();
        }

        boolean isOf(@Nullable Object other) {
            return Objects.equals(folder, other);
        }
    }

    /**
     * None is open.
     *
     * @param store of their state
     * @param workshop to work with
     */
    public Shares(ShareStore store, Workshop workshop) {
        this.store = store;
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
                    return enter(version);
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
     * @param version finds the folder of the version
     * @param root of the version
     * @return the content, or empty if it is not known; exceptionally if it is, but cannot be opened
     */
    public CompletionStage<Optional<SharedContent>> reopen(Known version, ChunkId root) {
        return workshop.workers().<Optional<SharedContent>>submit(() -> {
            try {
                Optional<Path> known = version.find();
                return known.isEmpty() ? Optional.empty() : Optional.of(enter(known.get()));
            } catch (IOException | MVStoreException | IllegalStateException e) {
                String message = "the state of share " + root.shortText() + " cannot be opened: " + e.getMessage();
                throw new IOException(message, e);
            }
        });
    }

    /** Opens a version, or another handle of it. It is opened once at a time, so that there is one of it. */
    private LocalSharedContent enter(Path version) throws IOException {
        synchronized (door(version)) {
            @Nullable Object folder = Counted.folder(version);
            synchronized (open) {
                Counted there = open.get(version);
                if (there != null && there.isOf(folder)) {
                    return handle(there);
                }
            }
            Counted fresh = new Counted(version, folder, new ServedShare(version, workshop.settings()));
            synchronized (open) {
                if (!closed) {
                    open.put(version, fresh);
                    all.add(fresh);
                    return handle(fresh);
                }
            }
            fresh.share.close();
            throw new IOException("the node is stopping");
        }
    }

    /**
     * Looks whether a version is as it was. Reads the disk.
     *
     * @param version its folder
     * @param deep whether to read every file, too
     * @return what was found
     */
    public VersionReport check(Path version, boolean deep) {
        String failure;
        try (LocalSharedContent content = enter(version)) {
            return content.check(deep);
        } catch (IOException | MVStoreException | IllegalStateException e) {
            failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        List<String> state = new ArrayList<>();
        state.add("its state cannot be opened: " + failure);
        try {
            VersionReport files = ServedShare.checkClosed(version, ShareStore.summaryOf(version), deep);
            state.addAll(files.state());
            return new VersionReport(files.files(), files.bytes(), state, files.faults());
        } catch (IOException e) {
            if (!failure.equals(e.getMessage())) {
                state.add(String.valueOf(e.getMessage()));
            }
            return new VersionReport(0, 0, state, List.of());
        }
    }

    private Object door(Path version) {
        return doors.get(Math.floorMod(version.hashCode(), doors.size()));
    }

    /** With the lock of {@code open}. */
    private LocalSharedContent handle(Counted counted) {
        counted.handles++;
        return new LocalSharedContent(counted.share, workshop, () -> release(counted));
    }

    private void release(Counted counted) {
        synchronized (open) {
            if (--counted.handles > 0 || closed) {
                return;
            }
        }
        workshop.workers().execute(() -> leave(counted));
    }

    /** Closes a share unless someone has opened it again meanwhile; whoever does from now on waits until it is closed. */
    private void leave(Counted counted) {
        synchronized (door(counted.version)) {
            synchronized (open) {
                if (counted.handles > 0 || !all.remove(counted)) {
                    return;
                }
                open.remove(counted.version, counted);
            }
            closeQuietly(counted.share);
        }
    }

    private static void closeQuietly(ServedShare share) {
        try {
            share.close();
        } catch (IOException | MVStoreException e) {
            LOG.debug("closing a share failed", e);
        }
    }

    private void sweep() {
        List<Counted> now;
        synchronized (open) {
            if (closed) {
                return;
            }
            now = List.copyOf(all);
        }
        workshop.workers().execute(() -> now.forEach(Shares::sweep));
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
        List<Counted> left;
        synchronized (open) {
            closed = true;
            left = List.copyOf(all);
            all.clear();
            open.clear();
        }
        left.forEach(counted -> closeQuietly(counted.share));
    }
}
