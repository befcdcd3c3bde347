// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.PeerId;
import org.skerry.api.TransferResult;
import org.skerry.exchange.internal.fetch.Download;
import org.skerry.exchange.internal.fetch.Traffic;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.WantedChunk;

/**
 * One acquisition of a transfer, with the download that feeds it. Ends with the {@code content} that gave it; what it still
 * says afterwards is dropped. Confined to the loop, to which it posts what it hears.
 */
final class Intake implements Download.Sink, AcquisitionListener {

    /** Hears an intake, on the loop, until it is closed. */
    interface Owner {

        /** The first chunk of file content came from a peer. */
        void firstChunk(PeerId from);

        /** More is here, or there was no room for it. */
        void cached(AcquisitionProgress progress);

        /** The acquisition has ended, or cannot go on. */
        void ended(TransferResult how);
    }

    private final Ground ground;
    private final Ground.Rooms rooms;
    private final ContentLink link;
    private final Owner owner;
    private final Acquisition acquisition;
    private final Download download;
    private final CacheWrite cache;
    private boolean closed;
    private boolean hasNamed;
    private boolean heardFile;
    private int demand;

    /** Opens an acquisition; {@link #begin} sets it going. */
    Intake(Ground ground, Ground.Rooms rooms, Contents contents, TransferRecord record, Traffic traffic, Owner owner) {
        this.ground = ground;
        this.rooms = rooms;
        this.link = record.link();
        this.owner = owner;
        this.cache = new CacheWrite(ground, rooms.holdings(), rooms.full(), record.link(), this::end);
        FetchOptions options = record.options();
        acquisition = contents.acquire(
                new AcquireRequest(link.root(), link.secret(), options.folder(), options.parent()), this);
        download = new Download(record.id(), link.root(), options.priority(), options.strategy(), traffic, this);
    }

    void begin() {
        ground.sources().add(Sources.Kind.ACQUISITION, link.swarm(), acquisition);
        rooms.fetching().begin(download);
        demand = ground.context().settings().wantWindow();
        acquisition.request(demand);
    }

    /** {@return reads what was taken in so far} */
    ChunkSource source() {
        return acquisition;
    }

    Download download() {
        return download;
    }

    /** {@return what the disk lacks, one line for people; empty if nothing} */
    Optional<String> waitsForDisk() {
        return link.secret().isPresent() ? Optional.empty() : cache.waits();
    }

    /** {@return whether it looks at what is on disk; that comes before it wants anything} */
    boolean checking() {
        return !hasNamed || progress().checking();
    }

    /** Asks peers for nothing, or goes on. */
    void pause(boolean paused) {
        rooms.fetching().pause(download, paused);
    }

    /** All is here: fetches nothing more, and serves on. */
    void settle() {
        rooms.fetching().end(download);
    }

    /**
     * Ends it.
     *
     * @param there false if the content that gave the acquisition has gone, and has closed it
     */
    void close(boolean there) {
        closed = true;
        cache.close();
        ground.sources().remove(acquisition);
        rooms.fetching().end(download);
        if (there) {
            acquisition.close();
        }
    }

    @Override
    public void wanted(List<WantedChunk> chunks) {
        List<WantedChunk> named = List.copyOf(chunks);
        ground.context().loop().execute(() -> {
            if (!closed) {
                hasNamed = true;
                rooms.fetching().wanted(download, named, ground.sources().others(acquisition));
            }
        });
    }

    @Override
    public void ended(TransferResult result) {
        ground.context().loop().execute(() -> end(result));
    }

    private void end(TransferResult how) {
        if (!closed) {
            owner.ended(how);
        }
    }

    @Override
    public CompletionStage<Boolean> take(OpenWant want, ByteBuffer verified, Optional<PeerId> from) {
        if (closed) {
            return CompletableFuture.completedFuture(false);
        }
        if (!heardFile && from.isPresent() && !want.chunk().manifest()) {
            heardFile = true;
            owner.firstChunk(from.get());
        }
        CompletionStage<Boolean> kept = link.secret().isPresent()
                ? accept(want, verified)
                : cache.write(want.id(), verified, from.isEmpty())
                        .thenComposeAsync(
                                written -> written && !closed
                                        ? accept(want, verified)
                                        : CompletableFuture.completedFuture(false),
                                ground.context().loop());
        return kept.thenApplyAsync(
                taken -> {
                    if (link.secret().isEmpty() && !closed) {
                        owner.cached(progress());
                    }
                    return taken && !closed && accepted(want);
                },
                ground.context().loop());
    }

    private CompletionStage<Boolean> accept(OpenWant want, ByteBuffer verified) {
        return acquisition.accept(want.id(), verified).thenApply(done -> true);
    }

    private boolean accepted(OpenWant want) {
        want.page()
                .ifPresent(page -> rooms.have()
                        .gained(link.swarm(), page.id(), want.chunk().slot()));
        demand--;
        int window = ground.context().settings().wantWindow();
        int more = window - demand;
        if (more > 0 && (more >= window / 8 || demand == 0)) {
            demand += more;
            acquisition.request(more);
        }
        return true;
    }

    @Override
    public void changed(OpenWant want, byte[] mark) {
        String what = acquisition
                .describe(want.id(), mark)
                .orElse("a file that chunk " + want.id().shortText() + " belongs to");
        end(new TransferResult.Failed(
                TransferResult.Cause.CHANGED, what + " was changed where it is shared; ask for a new link"));
    }

    @Override
    public AcquisitionProgress progress() {
        return acquisition.progress();
    }
}
