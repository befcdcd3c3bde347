// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.IndexProgress;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.Crew;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.ThreadCrew;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.acquire.Fetches;
import org.skerry.content.internal.acquire.Unfinishing;
import org.skerry.content.internal.chunk.ChunkPractice;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.TreePage;
import org.skerry.content.internal.manifest.TreePages;
import org.skerry.content.internal.share.Fetched;
import org.skerry.content.internal.share.SetAside;
import org.skerry.content.internal.share.ShareStore;
import org.skerry.content.internal.share.Shares;
import org.skerry.content.internal.work.Settings;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents of a node, on its disk. Works without OSGi, for embedding and tests. Thread-safe. */
public final class LocalContents implements Contents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalContents.class);

    /** They wait for the disk, which commits together what is asked for at the same time. */
    private static final int NAMERS = 8;

    private final Crew crew;
    private final Loop loop;
    private final Workers workers;
    private final ShareStore store;
    private final Shares shares;
    private final Fetched fetched;
    private final Fetches fetches;
    private final ContentUpkeep upkeep;

    /**
     * Opens the state.
     *
     * @param state folder of the state, made if missing
     * @param settings limits
     * @param home of the node, above the state; nothing of it is ever shared
     * @throws IOException if the folder cannot be used
     */
    public LocalContents(Path state, Settings settings, Path home) throws IOException {
        this(state, settings, home, DiskRules::probe);
    }

    /**
     * Opens the state, with another idea of what the disk takes for the same name.
     *
     * @param state folder of the state, made if missing
     * @param settings limits
     * @param home of the node, above the state; nothing of it is ever shared
     * @param probe finds out the rules of a disk
     * @throws IOException if the folder cannot be used
     */
    public LocalContents(Path state, Settings settings, Path home, DiskRules.Probe probe) throws IOException {
        this(state, settings, home, probe, new ThreadCrew(), new SecureRandom());
    }

    /**
     * Opens the state, with threads, time and randomness of another kind.
     *
     * @param state folder of the state, made if missing; on any file system, which is that of all folders shared or written
     * @param settings limits
     * @param home of the node, above the state; nothing of it is ever shared
     * @param probe finds out the rules of a disk
     * @param crew yields loop and workers, and is closed with this
     * @param random makes secrets and names
     * @throws IOException if the folder cannot be used; the crew has not been asked for anything then
     */
    public LocalContents(
            Path state, Settings settings, Path home, DiskRules.Probe probe, Crew crew, SecureRandom random)
            throws IOException {
        Path folder = PrivateFiles.lastingFolder(state);
        store = new ShareStore(folder.resolve("shares"), random);
        fetched = new Fetched(folder.resolve("fetched"), random);
        Path unfinished = PrivateFiles.lastingFolder(folder.resolve("fetches"));
        Path realHome = home.toRealPath();
        // From here on threads run, so nothing below may fail.
        this.crew = crew;
        loop = crew.loop("content", LocalContents::thrown);
        workers = crew.workers("content-worker", settings.workers(), LocalContents::thrown);
        Workers readers = crew.workers("content-reader", settings.jobs(), LocalContents::thrown);
        Workers jobs = crew.workers("content-job", settings.jobs(), LocalContents::thrown);
        Workers namers = crew.workers("content-namer", NAMERS, LocalContents::thrown);
        Workshop workshop = new Workshop(settings, workers, readers, jobs, namers, loop, probe, random, realHome);
        shares = new Shares(store, workshop);
        fetches = new Fetches(unfinished, fetched, workshop);
        SetAside aside =
                new SetAside(folder.resolve("damaged"), () -> loop.now().toEpochMilli());
        upkeep = new ContentUpkeep(store, fetched, shares, aside, jobs);
    }

    /** {@return what looks after shares and what was fetched} */
    Upkeep upkeep() {
        return upkeep;
    }

    /** Practises sealing and opening in the background for some seconds, so that the first chunks are not slow. Returns at once. */
    void practise() {
        new ChunkPractice().begin((pause, slice) -> loop.schedule(pause, () -> workers.execute(slice)));
    }

    /**
     * Opens the state with default limits.
     *
     * @param state folder of the state, made if missing
     * @return the contents
     * @throws IOException if the folder cannot be used
     */
    public static LocalContents open(Path state) throws IOException {
        return new LocalContents(state, Settings.defaults(), state);
    }

    private static void thrown(Throwable thrown) {
        LOG.error("a task of content broke", thrown);
    }

    @Override
    public CompletionStage<SharedContent> share(ShareRequest request, Consumer<IndexProgress> progress) {
        return shares.share(request, progress);
    }

    @Override
    public CompletionStage<Optional<SharedContent>> reopen(ChunkId root) {
        return shares.reopen(() -> store.version(root), root);
    }

    @Override
    public CompletionStage<Optional<SharedContent>> reopenFetched(ChunkId root, Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        return shares.reopen(() -> fetched.version(target, root), root);
    }

    @Override
    public CompletionStage<List<Unfinished>> unfinished() {
        return workers.submit(() -> {
            List<Unfinished> all = new ArrayList<>();
            for (Path version : fetched.versions()) {
                addIfUnfinished(version, all);
            }
            return all;
        });
    }

    private void addIfUnfinished(Path version, List<Unfinished> all) {
        try {
            ContentLink link = fetched.link(version);
            Path target = fetched.target(version);
            if (Unfinishing.isUnderway(target, link.root())) {
                all.add(new Unfinished(link, target));
            }
        } catch (IOException e) {
            LOG.warn("{}, the state of what was fetched, cannot be read: {}", version, e.getMessage());
        }
    }

    @Override
    public List<ChunkId> reopenable() {
        return store.roots();
    }

    @Override
    public void forget(ChunkId root) {
        try {
            List<Path> left = store.forget(root);
            workers.execute(() -> left.forEach(LocalContents::delete));
        } catch (IOException e) {
            LOG.warn("the state of share {} cannot be dropped: {}", root.shortText(), e.getMessage());
        }
    }

    @Override
    public void forgetFetched(ChunkId root, Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        workers.execute(() -> {
            try {
                fetched.forget(target, root).forEach(LocalContents::delete);
            } catch (IOException e) {
                LOG.warn("the state of what was fetched to {} cannot be dropped: {}", target, e.getMessage());
            }
        });
    }

    private static void delete(Path folder) {
        try {
            PrivateFiles.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", folder, e.getMessage());
        }
    }

    @Override
    public Acquisition acquire(AcquireRequest request, AcquisitionListener listener) {
        return fetches.acquire(request, listener);
    }

    @Override
    public Optional<IndexPage> indexPage(ChunkId id, ByteBuffer chunk) {
        Optional<IndexPage> root = rootPage(id, chunk);
        if (root.isPresent()) {
            return root;
        }
        try {
            TreePage page = TreePages.decodeClear(chunk);
            List<IndexPage.Entry> entries = page.nodes().stream()
                    .map(node -> new IndexPage.Entry(node.id(), node.length()))
                    .toList();
            return Optional.of(new IndexPage(id, page.level(), entries));
        } catch (BadManifestException e) {
            return Optional.empty();
        }
    }

    private static Optional<IndexPage> rootPage(ChunkId id, ByteBuffer chunk) {
        if (chunk.remaining() > Root.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            Root root = Root.decode(chunk);
            IndexPage.Entry top = new IndexPage.Entry(root.index(), root.indexLength());
            return Optional.of(new IndexPage(id, root.indexLevel() + 1, List.of(top)));
        } catch (BadManifestException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        fetches.close();
        shares.close();
        crew.close();
    }
}
