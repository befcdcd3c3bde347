// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Manifest;
import org.skerry.api.PeerId;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.api.TransferId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;
import org.skerry.api.TransferStatus.State;
import org.skerry.exchange.internal.cache.CacheFetch;
import org.skerry.exchange.internal.fetch.Traffic;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;

/**
 * A transfer. Its acquisition lives as long as the {@code content} that gave it; with another one it is begun anew, and goes
 * on from what is on disk.
 */
final class TransferRun implements Transfer, Intake.Owner, CacheFetch {

    private static final AcquisitionProgress NOTHING_YET = new AcquisitionProgress(false, 0, 0, 0, 0, Optional.empty());

    private final Ground ground;
    private final Ground.Rooms rooms;
    private final OtherTransfers others;
    private final TransferId id;
    private final ContentLink link;
    private final FetchOptions options;
    private final Notes notes;
    private final StatusBoard board;
    private final Traffic traffic = new Traffic();
    private final CompletableFuture<TransferResult> ended = new CompletableFuture<>();
    private final WholeFolder wholeFolder;
    private @Nullable Intake intake;
    private volatile @Nullable TransferResult result;
    private AcquisitionProgress last = NOTHING_YET;
    private boolean paused;
    private boolean heardFile;
    private boolean stopped;
    private boolean unserved;
    /** Its acquisition was closed, as chunks that it had taken in were to go; begun anew when there is room. */
    private boolean setAside;

    TransferRun(Ground ground, Ground.Rooms rooms, OtherTransfers others, TransferRecord record) {
        this.ground = ground;
        this.rooms = rooms;
        this.others = others;
        this.id = record.id();
        this.link = record.link();
        this.options = record.options();
        this.paused = record.paused();
        this.wholeFolder = new WholeFolder(ground, rooms, link, this);
        if (record.whole().isPresent()) {
            TransferResult whole = new TransferResult.Complete(record.whole());
            result = whole;
            ended.complete(whole);
        }
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
        ground.context().loop().execute(() -> {
            if (!stopped) {
                end(new TransferResult.Cancelled(), true);
            }
        });
    }

    FetchOptions options() {
        return options;
    }

    TransferRecord record() {
        return new TransferRecord(id, link, options, paused, whole());
    }

    /** The folder that holds all of the content; empty if it is cached, or not whole. */
    private Optional<Path> whole() {
        return result instanceof TransferResult.Complete complete ? complete.folder() : Optional.empty();
    }

    /** {@return whether it has ended; on the loop} */
    boolean isEnded() {
        return result != null;
    }

    /** {@return whether it has ended and serves nothing; on the loop} */
    boolean isUnserved() {
        return result != null && !served();
    }

    private boolean cacheOnly() {
        return link.secret().isEmpty();
    }

    /** All of it is here, and served while content is there. */
    private boolean served() {
        return result instanceof TransferResult.Complete && !unserved;
    }

    /** {@return whether it writes or serves the folder that another one has made whole; on the loop} */
    boolean uses(TransferRun other) {
        Optional<Path> place = whole().or(last::folder).or(options::folder);
        return (result == null || served()) && link.root().equals(other.link.root()) && place.equals(other.whole());
    }

    /** {@return whether it serves the same from the same place as another one; on the loop} */
    boolean servesAs(TransferRun other) {
        return served()
                && cacheOnly() == other.cacheOnly()
                && link.root().equals(other.link.root())
                && whole().equals(other.whole());
    }

    /** Begins, if content is there. Cached content that is complete is served on as a holding, without a transfer. */
    void begin() {
        Optional<Contents> contents = ground.contents();
        if (contents.isPresent() && intake == null && result == null) {
            // First of all: while the disk is looked at, peers answer.
            ground.memberships().put(this, link.swarm(), !paused, false);
            if (cacheOnly()) {
                rooms.holdings().fetching(link, this);
            }
            Intake opened = new Intake(ground, rooms, contents.get(), record(), traffic, this);
            intake = opened;
            opened.begin();
        } else if (contents.isPresent() && intake == null && served()) {
            whole().ifPresent(folder -> wholeFolder.open(contents.get(), folder, this::openedAgain, this::refresh));
        }
        update();
    }

    /** {@return what it has fetched so far, if it is not whole; on the loop} */
    Optional<ChunkSource> underway() {
        return Optional.ofNullable(result == null ? intake : null).map(Intake::source);
    }

    /** {@return whether it looks at what it has on the disk; on the loop} */
    boolean looksAtDisk() {
        return result == null && intake != null && intake.progress().checking();
    }

    /** {@return the folder that it serves whole; on the loop} */
    Optional<Path> servedFolder() {
        return served() ? whole() : Optional.empty();
    }

    /** Looks anew at what is on this node, and fetches what is not. On the loop. */
    void lookAgain() {
        drop(true);
        begin();
    }

    private void openedAgain(Optional<Manifest> manifest) {
        if (manifest.isPresent()) {
            Manifest it = manifest.get();
            last = new AcquisitionProgress(
                    false, it.chunks(), it.chunks(), it.storedBytes(), it.storedBytes(), whole());
            refresh();
        } else {
            ground.journal().forget(id);
            refresh();
        }
    }

    /** Content has gone, and the acquisition with it. */
    void contentGone() {
        drop(false);
        ground.memberships().remove(this, link.swarm());
        update();
    }

    private void drop(boolean contentThere) {
        wholeFolder.close(contentThere);
        if (intake != null) {
            last = intake.progress();
            intake.close(contentThere);
            intake = null;
        }
    }

    /** Providers or time have changed. */
    void update() {
        if (intake != null) {
            intake.pause(paused || missing().isPresent());
        } else if (setAside && !paused && result == null && missing().isEmpty()) {
            setAside = false;
            begin();
            return;
        }
        refresh();
    }

    /** What keeps it from going on. */
    private Optional<String> missing() {
        return notes.missing(cacheOnly())
                .or(this::noRoom)
                .or(() -> intake == null ? Optional.empty() : intake.waitsForDisk());
    }

    private Optional<String> noRoom() {
        boolean begun = intake != null || setAside; // before, this is not yet on the loop
        return begun && cacheOnly() ? rooms.holdings().obstacle(link) : Optional.empty();
    }

    @Override
    public boolean active() {
        return intake != null && result == null && !paused && noRoom().isEmpty();
    }

    @Override
    public Optional<String> waits() {
        return Optional.of(board.status())
                .filter(it -> it.state() == State.WAITING || it.state() == State.PAUSED)
                .map(it -> it.state() == State.PAUSED ? "paused" : it.note());
    }

    @Override
    public void evicted() {
        if (result == null && intake != null) {
            drop(true);
            setAside = true;
        }
    }

    @Override
    public void cached(AcquisitionProgress progress) {
        rooms.holdings().progress(link, progress.bytesDone(), progress.bytesTotal());
        if (progress.bytesTotal() != last.bytesTotal() || noRoom().isPresent()) {
            update();
        }
    }

    private void paused(boolean now) {
        if (result != null || paused == now) {
            return;
        }
        paused = now;
        ground.journal().keep(record());
        if (intake != null) {
            ground.memberships().put(this, link.swarm(), !paused, false);
        }
        update();
    }

    private void refresh() {
        if (intake != null) {
            last = intake.progress();
        }
        board.refresh(
                last,
                standing(),
                options.folder(),
                intake == null || result != null ? 0 : notes.connected(link.swarm()),
                ground.context().now(),
                ground.context().loop().now());
    }

    private Standing standing() {
        if (result != null) {
            return served() ? new Standing(State.COMPLETE, wholeFolder.trouble().orElse("")) : Standing.ended(result);
        }
        if (paused) {
            return Standing.of(State.PAUSED);
        }
        return missing()
                .map(note -> new Standing(State.WAITING, note))
                .orElseGet(() -> notes.standing(cacheOnly(), intake));
    }

    /** Called every 250 ms. */
    void tick() {
        if (result == null) {
            traffic.sample(ground.context().now());
            update();
        }
    }

    @Override
    public void firstChunk(PeerId from) {
        if (!heardFile) {
            heardFile = true;
            ground.events()
                    .tell(new SkerryEvent.FirstChunk(ground.context().loop().now(), id, from));
        }
    }

    @Override
    public void ended(TransferResult how) {
        end(how, true);
    }

    /**
     * Ends it. A complete one is served on; asked to end again, it stops that.
     *
     * @param forget false if the node stops and it is to be taken up again
     */
    void end(TransferResult how, boolean forget) {
        boolean whole = how instanceof TransferResult.Complete;
        if (forget && !whole) {
            forget();
        }
        if (whole) {
            settle();
        } else {
            unserve();
            endCaching(how);
        }
        if (result == null) {
            result = how;
            if (whole && !cacheOnly()) {
                ground.journal().keep(record());
            } else if (whole) {
                ground.journal().forget(id); // what is kept for others is known without it
            }
            if (whole) {
                others.replacedBy(this);
            }
            refresh();
            ground.events()
                    .tell(new SkerryEvent.TransferEnded(ground.context().loop().now(), id, how));
            ended.completeAsync(() -> how, ground.context().workers());
            board.close();
            serveFolder();
        }
    }

    /** What was needed to fetch it is let go as soon as the folder is served without. */
    private void serveFolder() {
        whole().ifPresent(folder -> ground.contents()
                .ifPresent(contents -> wholeFolder.open(
                        contents,
                        folder,
                        known -> {
                            if (known.isPresent() && intake != null) {
                                intake.close(true);
                                intake = null;
                            }
                        },
                        this::refresh)));
    }

    /** It is not taken up again. What is known of its folder is forgotten with it, unless another one uses that. */
    private void forget() {
        ground.journal().forget(id);
        if (served() && !others.use(this)) {
            whole().ifPresent(folder -> ground.contents().ifPresent(it -> it.forgetFetched(link.root(), folder)));
        }
    }

    /** It is listed no more, and neither served nor taken up again. What is known of its folder stays known. */
    void retire() {
        ground.journal().forget(id);
        unserve();
    }

    private void unserve() {
        unserved = true;
        drop(true);
        ground.memberships().remove(this, link.swarm());
    }

    private void endCaching(TransferResult how) {
        if (cacheOnly()) {
            rooms.holdings().ended(link, how instanceof TransferResult.Failed failed ? failed.message() : "");
        }
    }

    private void settle() {
        if (intake != null) {
            last = intake.progress();
            intake.settle();
        }
        if (cacheOnly()) {
            rooms.holdings().whole(link, last.bytesTotal());
            drop(true);
            ground.memberships().remove(this, link.swarm());
            rooms.have().whole(link.swarm(), link.root());
            return;
        }
        ground.memberships().put(this, link.swarm(), false, true);
        rooms.have().whole(link.swarm(), link.root());
    }

    /** The node stops: what waits for the end hears at once, without a worker. */
    void stop() {
        stopped = true;
        drop(true);
        ended.complete(new TransferResult.Cancelled());
    }

    /** {@return whether a fetch would do the same as this one} */
    boolean same(ContentLink other, FetchOptions where) {
        return result == null && record().asks(other, where);
    }

    /** {@return whether taking up what was kept would do again what this one does, or did} */
    boolean repeats(TransferRecord record) {
        boolean did = record.whole().isPresent() && record.whole().equals(whole());
        return did && link.root().equals(record.link().root()) || same(record.link(), record.options());
    }
}
