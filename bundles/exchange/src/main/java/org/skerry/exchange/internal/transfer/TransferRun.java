// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.PeerId;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.api.TransferId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;
import org.skerry.exchange.internal.fetch.Download;
import org.skerry.exchange.internal.fetch.Traffic;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.WantedChunk;

/**
 * A transfer. Its acquisition lives as long as the {@code content} that gave it; with another one it is begun anew, and goes
 * on from what is on disk.
 */
final class TransferRun implements Transfer, Download.Sink {

    private static final AcquisitionProgress NOTHING_YET = new AcquisitionProgress(false, 0, 0, 0, 0, Optional.empty());

    private final Ground ground;
    private final Ground.Rooms rooms;
    private final TransferId id;
    private final ContentLink link;
    private final FetchOptions options;
    private final Notes notes;
    private final StatusBoard board;
    private final Traffic traffic = new Traffic();
    private final CompletableFuture<TransferResult> ended = new CompletableFuture<>();
    private @Nullable Acquisition acquisition;
    private @Nullable Download download;
    private volatile @Nullable TransferResult result;
    private AcquisitionProgress last = NOTHING_YET;
    private boolean paused;
    private boolean heardFile;
    private int demand;
    private int generation;

    TransferRun(Ground ground, Ground.Rooms rooms, TransferRecord record) {
        this.ground = ground;
        this.rooms = rooms;
        this.id = record.id();
        this.link = record.link();
        this.options = record.options();
        this.paused = record.paused();
        this.notes = new Notes(ground);
        this.board = new StatusBoard(id, traffic, ground.events());
        refresh();
    }

    @Override
    public TransferId id() {
        return id;
    }

    @Override
    public ContentLink link() {
        return link;
    }

    @Override
    public TransferStatus status() {
        return board.status();
    }

    @Override
    public CompletionStage<TransferResult> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void pause() {
        ground.context().loop().execute(() -> paused(true));
    }

    @Override
    public void resume() {
        ground.context().loop().execute(() -> paused(false));
    }

    @Override
    public void cancel() {
        ground.context().loop().execute(() -> end(new TransferResult.Cancelled(), true));
    }

    FetchOptions options() {
        return options;
    }

    TransferRecord record() {
        return new TransferRecord(id, link, options, paused);
    }

    /** {@return whether it has ended; on the loop} */
    boolean isEnded() {
        return result != null;
    }

    /** {@return whether it has ended and serves nothing; on the loop} */
    boolean isUnserved() {
        return result != null && !complete();
    }

    private boolean cacheOnly() {
        return link.secret().isEmpty();
    }

    private boolean complete() {
        return result instanceof TransferResult.Complete;
    }

    /** Begins, if content is there. Cached content that is complete is gone through again, so that it is served on. */
    void begin() {
        Optional<Contents> contents = ground.contents();
        boolean needed = result == null || complete() && cacheOnly();
        if (contents.isPresent() && acquisition == null && needed) {
            open(contents.get());
        }
        update();
    }

    private void open(Contents contents) {
        Heard listener = new Heard(++generation);
        Acquisition opened = contents.acquire(
                new AcquireRequest(link.root(), link.secret(), options.folder(), options.parent()), listener);
        Download begun = new Download(id, link.root(), options.priority(), options.strategy(), traffic, this);
        acquisition = opened;
        download = begun;
        demand = ground.context().settings().wantWindow();
        ground.sources().add(Sources.Kind.ACQUISITION, link.swarm(), opened);
        ground.memberships().put(this, link.swarm(), !paused, complete());
        rooms.fetching().begin(begun);
        opened.request(demand);
    }

    /** Content has gone, and the acquisition with it. */
    void contentGone() {
        drop(false);
        ground.memberships().remove(this, link.swarm());
        update();
    }

    private void drop(boolean close) {
        generation++;
        if (acquisition != null) {
            last = acquisition.progress();
            ground.sources().remove(acquisition);
            if (close) {
                acquisition.close();
            }
            acquisition = null;
        }
        if (download != null) {
            rooms.fetching().end(download);
            download = null;
        }
    }

    /** Providers or time have changed. */
    void update() {
        if (download != null && !download.ended()) {
            boolean stopped = paused || notes.missing(cacheOnly()).isPresent();
            rooms.fetching().pause(download, stopped);
        }
        refresh();
    }

    private void paused(boolean now) {
        if (result != null || paused == now) {
            return;
        }
        paused = now;
        ground.journal().keep(record());
        if (acquisition != null) {
            ground.memberships().put(this, link.swarm(), !paused, false);
        }
        update();
    }

    private void refresh() {
        if (acquisition != null) {
            last = acquisition.progress();
        }
        board.refresh(
                last,
                StateOf.of(result, paused, last, download, noteNow()),
                result instanceof TransferResult.Failed failed ? failed.message() : noteNow(),
                options.folder(),
                download == null ? 0 : notes.connected(link.swarm()),
                ground.context().now(),
                ground.context().loop().now());
    }

    private String noteNow() {
        if (result != null || paused) {
            return "";
        }
        return notes.missing(cacheOnly())
                .or(() -> download == null ? Optional.empty() : notes.waiting(download))
                .orElse("");
    }

    /** Called every 250 ms. */
    void tick() {
        if (result == null) {
            traffic.sample(ground.context().now());
            update();
        }
    }

    @Override
    public CompletionStage<Boolean> take(OpenWant want, ByteBuffer verified, Optional<PeerId> from) {
        Acquisition into = acquisition;
        if (into == null) {
            return CompletableFuture.completedFuture(false);
        }
        if (!heardFile && from.isPresent() && !want.chunk().manifest()) {
            heardFile = true;
            ground.events()
                    .tell(new SkerryEvent.FirstChunk(ground.context().loop().now(), id, from.get()));
        }
        int now = generation;
        return CacheWrite.write(ground, cacheOnly(), want.id(), verified, this::storeFailed)
                .thenComposeAsync(
                        kept -> kept && now == generation
                                ? into.accept(want.id(), verified).thenApply(done -> true)
                                : CompletableFuture.completedFuture(false),
                        ground.context().loop())
                .thenApplyAsync(
                        taken -> taken && now == generation && accepted(want),
                        ground.context().loop());
    }

    private boolean accepted(OpenWant want) {
        want.page()
                .ifPresent(page -> rooms.have()
                        .gained(link.swarm(), page.id(), want.chunk().slot()));
        demand--;
        int window = ground.context().settings().wantWindow();
        int more = window - demand;
        if (acquisition != null && (more >= window / 8 || demand == 0)) {
            demand += more;
            acquisition.request(more);
        }
        return true;
    }

    private void storeFailed(TransferResult.Failed failure) {
        end(failure, true);
    }

    @Override
    public void changed(OpenWant want) {
        Optional<String> file = acquisition == null ? Optional.empty() : acquisition.describe(want.id());
        String what = file.orElse("a file that chunk " + want.id().shortText() + " belongs to");
        end(
                new TransferResult.Failed(
                        TransferResult.Cause.CHANGED, what + " was changed where it is shared; ask for a new link"),
                true);
    }

    @Override
    public AcquisitionProgress progress() {
        return acquisition == null ? last : acquisition.progress();
    }

    /**
     * Ends it. A complete one is served on; asked to end again, it stops that.
     *
     * @param forget false if the node stops and it is to be taken up again
     */
    void end(TransferResult how, boolean forget) {
        boolean whole = how instanceof TransferResult.Complete;
        if (result != null && whole) {
            ground.memberships().put(this, link.swarm(), false, true);
            return; // cached content was gone through again
        }
        if (whole) {
            settle();
        } else {
            drop(true);
            ground.memberships().remove(this, link.swarm());
        }
        if (forget && !(whole && cacheOnly())) {
            ground.journal().forget(id);
        }
        if (result == null) {
            result = how;
            refresh();
            ground.events()
                    .tell(new SkerryEvent.TransferEnded(ground.context().loop().now(), id, how));
            ended.completeAsync(() -> how, ground.context().workers());
            board.close();
        }
    }

    private void settle() {
        last = progress();
        if (download != null) {
            rooms.fetching().end(download);
            download = null;
        }
        ground.memberships().put(this, link.swarm(), false, true);
        rooms.have().whole(link.swarm(), link.root());
    }

    /** The node stops: what waits for the end hears at once, without a worker. */
    void stop() {
        drop(true);
        ended.complete(new TransferResult.Cancelled());
    }

    /** {@return whether a fetch would do the same as this one} */
    boolean same(ContentLink other, FetchOptions where) {
        Optional<Path> folder = options.folder();
        return result == null
                && link.root().equals(other.root())
                && link.secret().equals(other.secret())
                && (cacheOnly()
                        || folder.equals(where.folder())
                                && (folder.isPresent() || options.parent().equals(where.parent())));
    }

    /** Hears one acquisition; what comes from an earlier one is dropped. */
    private final class Heard implements AcquisitionListener {

        private final int of;

        Heard(int of) {
            this.of = of;
        }

        @Override
        public void wanted(List<WantedChunk> chunks) {
            List<WantedChunk> named = List.copyOf(chunks);
            ground.context().loop().execute(() -> {
                if (of == generation && acquisition != null && download != null) {
                    rooms.fetching().wanted(download, named, ground.sources().others(acquisition));
                }
            });
        }

        @Override
        public void ended(TransferResult how) {
            ground.context().loop().execute(() -> {
                if (of == generation) {
                    end(how, true);
                }
            });
        }
    }
}
