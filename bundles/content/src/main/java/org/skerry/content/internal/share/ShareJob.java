// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.h2.mvstore.MVStoreException;
import org.skerry.api.IndexProgress;
import org.skerry.api.Secret;
import org.skerry.api.ShareException;
import org.skerry.base.disk.DiskReason;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.disk.FileStamp;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.ShareRequest;

/** Reads files and folders in, from the walk to the finished version in the store. For one thread, which it blocks. */
final class ShareJob {

    private final ShareStore store;
    private final Workshop workshop;
    private final ShareRequest request;
    private final Consumer<IndexProgress> listener;

    ShareJob(ShareStore store, Workshop workshop, ShareRequest request, Consumer<IndexProgress> listener) {
        this.store = store;
        this.workshop = workshop;
        this.request = request;
        this.listener = listener;
    }

    /** Returns the folder of the version. */
    Path run() throws ShareException {
        SharedPaths shared = SharedPaths.of(request.paths());
        try {
            Path built = store.begin(shared.id());
            try {
                return build(shared, built);
            } finally {
                PrivateFiles.delete(built);
            }
        } catch (IOException e) {
            throw new ShareException("cannot keep the state of the share: " + DiskReason.line(e, store.folder()));
        } catch (IllegalStateException | MVStoreException e) {
            throw new ShareException("sharing failed: " + DiskReason.line(e, store.folder()));
        }
    }

    private Path build(SharedPaths shared, Path built) throws IOException, ShareException {
        Optional<Secret> known =
                request.fresh() ? Optional.empty() : store.next(shared.id()).secret();
        Secret secret = known.orElseGet(() -> Secret.random(workshop.random()));
        Averages averages = request.fresh()
                ? new Averages(Map.of())
                : store.next(shared.id()).averages();
        CipherPool ciphers = new CipherPool(new ShareKeys(secret));
        int cacheMiB = workshop.settings().cacheMiB();
        Path work = PrivateFiles.folder(built.resolve("work"));
        ManifestWriting.Result result;
        try (ReadTables tables = new ReadTables(work.resolve("tables.mv"), cacheMiB);
                ChunkSpool spool = new ChunkSpool(work.resolve("spool"));
                PageFile pages = new PageFile(built.resolve(ShareStore.PAGES));
                Locations locations = new Locations(built.resolve(ShareStore.MAPS), cacheMiB, false)) {
            ReadProgress progress = new ReadProgress(workshop.loop(), listener);
            Optional<FileStamp> folder = walk(shared, tables, progress);
            progress.report(true);
            new FileReading(shared, tables, spool, ciphers, workshop, progress, averages).run();
            result = new ManifestWriting(tables, spool, ciphers, pages, locations).run(shared.name(), folder);
        }
        PrivateFiles.delete(work);
        ShareSummary summary = new ShareSummary(
                result.manifest(), shared.paths(), shared.folder().isPresent(), result.files(), result.fileBytes());
        store.keepForNext(shared.id(), secret, averages);
        return store.finish(shared.id(), built, summary, secret);
    }

    private Optional<FileStamp> walk(SharedPaths shared, ReadTables tables, ReadProgress progress)
            throws ShareException {
        return new FolderWalk(shared, workshop.home(), entry -> {
                    tables.add(entry);
                    if (entry.kind() == FileStamp.Kind.FILE) {
                        progress.found(entry.size());
                    }
                })
                .run();
    }
}
