// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.share.Fetched;
import org.skerry.content.internal.share.FetchedWriting;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.WantedChunk;

/**
 * An acquisition into a folder. First all pages of the manifest, then the plan and a look at what is there already, then
 * the content. Steps are decided on the loop; what blocks runs on jobs and workers.
 */
final class FolderAcquisition extends AbstractAcquisition {

    private final Path fetches;
    private final Fetched fetched;
    private final CipherPool ciphers;
    private final PageFetch fetch;

    private volatile @Nullable FetchState state;
    private volatile @Nullable PageFile pages;
    private volatile @Nullable Contained content;
    private volatile boolean checking;
    private @Nullable WantCursor cursor;

    /** What there is once the plan stands. */
    private record Contained(
            Root root, CatalogTop top, Work work, ChunkWriting writing, ChunkServing serving, boolean untouched) {}

    FolderAcquisition(
            Workshop workshop,
            AcquireRequest request,
            Secret secret,
            AcquisitionListener listener,
            Path fetches,
            Fetched fetched) {
        super(workshop, request, listener);
        this.fetched = fetched;
        this.fetches = fetches;
        this.ciphers = new CipherPool(new ShareKeys(secret));
        this.fetch = new PageFetch(ciphers);
    }

    @Override
    void start() {
        if (isOver()) {
            return; // closed before its turn came
        }
        run(workshop.jobs(), this::open, opened -> {
            register(List.of(PageFetch.root(request.root())));
            pump();
        });
    }

    @Override
    Path state() {
        return fetches;
    }

    private Boolean open() throws IOException, AcquireException {
        FetchState opened = FetchState.open(fetches, fetched, request);
        if (request.folder().isPresent()) {
            Path folder = request.folder().get().toAbsolutePath().normalize();
            Preparation.checkFree(folder, request.root(), opened);
        }
        PageFile file = opened.openPages();
        keep(file);
        state = opened;
        pages = file;
        return true;
    }

    // Pages of the manifest; on the loop.

    private void register(List<PageFetch.Expected> found) {
        try {
            for (PageFetch.Expected page : found) {
                if (fetch.note(page)) {
                    if (ready(pages).has(page.node().id())) {
                        readKept(page);
                    } else {
                        fetch.want(page);
                    }
                }
            }
        } catch (BadManifestException e) {
            fail(e);
        }
    }

    private void readKept(PageFetch.Expected page) {
        fetch.take(page.node().id());
        run(
                workshop.workers(),
                () -> {
                    Optional<ByteBuffer> stored = ready(pages).page(page.node().id());
                    return stored.isPresent()
                            ? Optional.of(fetch.read(page, stored.get()))
                            : Optional.<List<PageFetch.Expected>>empty();
                },
                below -> {
                    if (below.isPresent()) {
                        arrived(below.get());
                    } else {
                        fetch.lost(page);
                        pump();
                    }
                });
    }

    private void arrived(List<PageFetch.Expected> below) {
        if (isOver()) {
            return;
        }
        register(below);
        fetch.arrived();
        if (fetch.isComplete() && !isOver()) {
            run(workshop.jobs(), this::prepare, prepared -> {
                if (!finishIfWhole()) {
                    pump();
                }
            });
        } else {
            pump();
        }
    }

    @Override
    CompletionStage<?> take(ChunkId id, ByteBuffer verified) {
        return workshop.workers().submit(() -> takePage(id, verified) || takeContent(id, verified));
    }

    private boolean takePage(ChunkId id, ByteBuffer verified)
            throws IOException, BadManifestException, AcquireException {
        Optional<PageFetch.Expected> page = fetch.expected(id);
        if (page.isEmpty() || !fetch.take(id)) {
            return false;
        }
        List<PageFetch.Expected> below = fetch.read(page.get(), verified);
        ready(pages).put(id, verified);
        workshop.loop().execute(() -> arrived(below));
        return true;
    }

    private boolean takeContent(ChunkId id, ByteBuffer verified) throws AcquireException {
        Contained here = content;
        if (here == null || checking) {
            return false;
        }
        here.writing().write(id, verified);
        return true;
    }

    // The plan, and what is there already; on a job.

    private Boolean prepare() throws IOException, BadManifestException, AcquireException {
        FetchState fetchState = ready(state);
        PageFile file = ready(pages);
        Preparation preparation = new Preparation(workshop, request, fetchState, file, ciphers);
        Work work = preparation.run(fetch.catalogPages(), this::named);
        keep(work);
        ChunkWriting writing = new ChunkWriting(work, workshop.settings().workers());
        Root root = preparation.root();
        checking = true;
        DiskCheck check = new DiskCheck(work, writing, workshop.workers());
        boolean all = check.look();
        boolean untouched = all && preparation.wasComplete();
        Contained planned = new Contained(root, preparation.top(), work, writing, new ChunkServing(work), untouched);
        contained(planned);
        Finishing finishing = new Finishing(work, workshop.settings().sync());
        if (!untouched) {
            begin(work, finishing);
        }
        check.compare(file, root);
        if (!untouched) {
            finishing.makeEmptyFiles();
            checkSpace(root, work);
        }
        cursor = new WantCursor(file, root, work.progress());
        checking = false;
        return true;
    }

    private void contained(Contained planned) {
        content = planned;
    }

    private void begin(Work work, Finishing finishing) throws AcquireException {
        try {
            work.target().begin(request.root());
        } catch (IOException e) {
            throw AcquireException.of(
                    e, work.target().folder().toString(), work.target().folder());
        }
        finishing.makeFolders();
    }

    private static void checkSpace(Root root, Work work) throws IOException, AcquireException {
        long missing = root.storedBytes() - work.progress().bytes();
        Path folder = work.target().folder();
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free > 0 && missing > free) {
            throw new AcquireException(
                    Cause.DISK_FULL,
                    folder + ": " + missing + " bytes are to be written, but only " + free + " are free");
        }
    }

    /** No file waits for its name, or one cannot have it; on any thread. */
    private void named(@Nullable Throwable failure) {
        workshop.loop().execute(() -> taken(failure));
    }

    // Content.

    @Override
    boolean wantsContent() {
        return content != null && !checking;
    }

    @Override
    boolean mayBeWhole() {
        Contained here = content;
        return here != null && here.work().progress().chunks() >= here.root().chunks();
    }

    @Override
    boolean finishIfWhole() {
        Contained here = content;
        if (here == null
                || checking
                || !mayBeWhole()
                || here.work().isNaming()
                || here.work().progress().files() < here.work().plan().files()
                || !beginEnd()) {
            return false;
        }
        run(
                workshop.jobs(),
                () -> finish(here),
                finished -> end(new TransferResult.Complete(
                        Optional.of(here.work().target().folder()))));
        return true;
    }

    /** Keeps what is known of it before what is not whole goes: so one of both tells whether the target is ours. */
    private Boolean finish(Contained here) throws IOException, AcquireException {
        FetchState begun = ready(state);
        if (!here.untouched()) {
            Path folder = here.work().target().folder();
            int cacheMiB = workshop.settings().cacheMiB();
            try (FetchedWriting keep = fetched.begin(folder, ciphers.keys().secret(), cacheMiB)) {
                new Keeping(here.work().plan(), keep).run(request.root(), here.root(), begun.pages());
            }
            checkOpen();
            new Finishing(here.work(), workshop.settings().sync()).run(here.top());
        }
        checkOpen();
        begun.drop();
        return true;
    }

    @Override
    List<WantedChunk> wantPages(int most) {
        return fetch.next(most);
    }

    @Override
    List<WantedChunk> wantContent(int most) throws IOException, BadManifestException {
        return ready(cursor).next(most);
    }

    // What others ask.

    @Override
    public AcquisitionProgress progress() {
        Contained here = content;
        if (here == null) {
            return new AcquisitionProgress(checking, 0, 0, 0, 0, request.folder());
        }
        Progress done = here.work().progress();
        return new AcquisitionProgress(
                checking,
                done.chunks(),
                here.root().chunks(),
                done.bytes(),
                here.root().storedBytes(),
                Optional.of(here.work().target().folder()));
    }

    @Override
    public Optional<String> describe(ChunkId id, byte[] mark) {
        Contained here = content;
        if (here == null || isClosed()) {
            return Optional.empty();
        }
        try {
            Plan plan = here.work().plan();
            return plan.chunk(id).map(chunk -> plan.describe(id, chunk, ciphers.keys(), mark));
        } catch (IllegalStateException | MVStoreException e) {
            // Closed meanwhile.
            return Optional.empty();
        }
    }

    @Override
    boolean hasChunk(ChunkId id) {
        PageFile file = pages;
        Contained here = content;
        return file != null && file.has(id) || here != null && here.serving().has(id);
    }

    @Override
    ChunkRead readChunk(ChunkId id) throws IOException {
        PageFile file = pages;
        Contained here = content;
        Optional<ByteBuffer> page = file == null ? Optional.empty() : file.page(id);
        if (page.isPresent()) {
            return new ChunkRead.Found(page.get());
        }
        return here == null ? new ChunkRead.Missing() : here.serving().read(id);
    }

    @Override
    void sweep() throws IOException {
        Contained here = content;
        if (here != null) {
            here.work().sweep();
        }
    }

    private static <T> T ready(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the acquisition has not come that far");
        }
        return value;
    }
}
