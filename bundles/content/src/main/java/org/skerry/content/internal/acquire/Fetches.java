// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.skerry.api.Secret;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.share.Fetched;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acquisitions of a node. No two go to the same place at a time, but one that is complete and serves on gives way: it
 * goes on to serve until the next one is complete and serves in its stead. Thread-safe; nothing but {@link #close} blocks.
 */
public final class Fetches implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Path folder;
    private final Fetched fetched;
    private final Workshop workshop;
    /** In the order in which they began, in which they are swept and closed. */
    private final Map<AbstractAcquisition, String> open = new LinkedHashMap<>();

    private final CompletionStage<Boolean> cleared;
    private boolean closed;

    /**
     * None is open.
     *
     * @param folder of their state; what no one can go on with is dropped from it before the first begins
     * @param fetched knows those that were whole
     * @param workshop to work with
     */
    public Fetches(Path folder, Fetched fetched, Workshop workshop) {
        this.folder = folder;
        this.fetched = fetched;
        this.workshop = workshop;
        this.cleared = workshop.jobs().submit(() -> {
            FetchState.dropOrphans(folder, workshop.loop().now());
            return true;
        });
        workshop.loop().schedule(sweepPeriod(), this::sweep);
    }

    private Duration sweepPeriod() {
        return Duration.ofSeconds(workshop.settings().idleSeconds());
    }

    /**
     * As {@link org.skerry.spi.content.Contents#acquire}.
     *
     * @param request what
     * @param listener hears how it goes
     * @return the acquisition, begun
     */
    public Acquisition acquire(AcquireRequest request, AcquisitionListener listener) {
        Optional<Secret> secret = request.secret();
        AbstractAcquisition fresh = secret.isPresent()
                ? new FolderAcquisition(workshop, request, secret.get(), listener, folder, fetched)
                : new CacheAcquisition(workshop, request, listener);
        String place = secret.isPresent() ? FetchState.id(request) : "";
        fresh.onComplete(() -> replace(fresh, place));
        fresh.released().thenRun(() -> forget(fresh));
        boolean taken;
        CompletionStage<?> free;
        synchronized (open) {
            taken = closed || isTaken(place);
            free = left(place);
            if (!taken) {
                open.put(fresh, place);
            }
        }
        if (taken) {
            workshop.loop()
                    .execute(() -> fresh.end(new TransferResult.Failed(
                            Cause.TARGET_OCCUPIED, "this content is being fetched to the same folder already")));
        } else {
            cleared.handle((done, failure) -> done)
                    .thenCombine(free, (done, left) -> done)
                    .thenRun(fresh::start);
        }
        return fresh;
    }

    private boolean isTaken(String place) {
        return !place.isEmpty()
                && open.entrySet().stream()
                        .anyMatch(it -> it.getValue().equals(place)
                                && !it.getKey().isComplete()
                                && !it.getKey().isLeaving());
    }

    /** Completes when what was closed before has written what it had accepted. */
    private CompletionStage<?> left(String place) {
        return CompletableFuture.allOf(open.entrySet().stream()
                .filter(it -> !place.isEmpty() && it.getValue().equals(place))
                .filter(it -> it.getKey().isLeaving())
                .map(it -> it.getKey().released().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Closes those that it serves instead of. */
    private void replace(AbstractAcquisition fresh, String place) {
        List<AbstractAcquisition> replaced = new ArrayList<>();
        synchronized (open) {
            open.forEach((it, where) -> {
                if (it != fresh && !place.isEmpty() && where.equals(place)) {
                    replaced.add(it);
                }
            });
        }
        if (!replaced.isEmpty()) {
            workshop.workers().execute(() -> replaced.forEach(AbstractAcquisition::close));
        }
    }

    private void forget(AbstractAcquisition acquisition) {
        synchronized (open) {
            open.remove(acquisition);
        }
    }

    private void sweep() {
        List<AbstractAcquisition> all;
        synchronized (open) {
            if (closed) {
                return;
            }
            all = new ArrayList<>(open.keySet());
        }
        workshop.workers().execute(() -> all.forEach(Fetches::sweep));
        workshop.loop().schedule(sweepPeriod(), this::sweep);
    }

    private static void sweep(AbstractAcquisition acquisition) {
        try {
            acquisition.sweep();
        } catch (IOException e) {
            LOG.debug("closing idle files failed", e);
        }
    }

    /** Closes all, and waits some seconds at most for what they had accepted. To close a file may take as long as its disk hangs. */
    @Override
    public void close() {
        List<AbstractAcquisition> all;
        synchronized (open) {
            closed = true;
            all = new ArrayList<>(open.keySet());
        }
        all.forEach(AbstractAcquisition::close);
        awaitReleased(all);
        all.forEach(AbstractAcquisition::release);
    }

    private void awaitReleased(List<AbstractAcquisition> all) {
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        try {
            for (AbstractAcquisition it : all) {
                workshop.workers().expedite(it.released());
                it.released().toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            LOG.warn(
                    "the disk has not taken within {} s what was fetched last: it is fetched again",
                    FAREWELL.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails it", e);
        }
    }
}
