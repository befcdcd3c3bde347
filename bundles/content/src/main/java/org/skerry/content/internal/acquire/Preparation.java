// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.PathRules;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.SealedPages;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;

/**
 * What happens between the last page of the manifest and the first chunk of content: the target is chosen and looked at,
 * and the plan is made. For one thread; blocks on the disk.
 */
final class Preparation {

    private final Workshop workshop;
    private final AcquireRequest request;
    private final FetchState state;
    private final PageFile pages;
    private final CipherPool ciphers;
    private final Root root;
    private final CatalogTop top;
    private boolean wasComplete;

    Preparation(Workshop workshop, AcquireRequest request, FetchState state, PageFile pages, CipherPool ciphers)
            throws IOException, BadManifestException {
        this.workshop = workshop;
        this.request = request;
        this.state = state;
        this.pages = pages;
        this.ciphers = ciphers;
        this.root = Root.decode(page(request.root()));
        StoredChunk chunk = root.catalog();
        this.top = CatalogTop.decode(SealedPages.open(ciphers, chunk, page(chunk.id()))
                .orElseThrow(() -> new BadManifestException("the catalog does not open")));
    }

    private ByteBuffer page(ChunkId id) throws IOException {
        return pages.page(id).orElseThrow(() -> new IOException("page " + id + " is missing"));
    }

    /** Whether the target was whole before; known once it has run. */
    boolean wasComplete() {
        return wasComplete;
    }

    Root root() {
        return root;
    }

    CatalogTop top() {
        return top;
    }

    /** Refuses a folder that holds something else. */
    static void checkFree(Path folder, ChunkId root, FetchState state) throws IOException, AcquireException {
        if (!state.isOurs(folder) && !Target.isFree(folder, root)) {
            throw new AcquireException(
                    Cause.TARGET_OCCUPIED, folder + " holds other content; choose another folder with -o");
        }
    }

    /** The folder to write. */
    private Path folder() {
        Path folder = request.folder().orElseGet(() -> request.parent().resolve(safeName()));
        return folder.toAbsolutePath().normalize();
    }

    private String safeName() {
        // Nor does whoever made the link choose that it becomes, say, the .ssh of the folder where it is fetched.
        String name = CatalogLeaf.printable(top.name())
                .replace('/', '_')
                .replace('\uFFFD', '_')
                .replaceFirst("^\\.", "_");
        return PathRules.complaint(name).isEmpty() ? name : "content";
    }

    /** Opens the target and makes the plan. A target that was whole before is not written to here. */
    Work run(Map<ChunkId, Integer> catalogPages, Consumer<@Nullable Throwable> named)
            throws IOException, BadManifestException, AcquireException {
        Path folder = folder();
        checkFree(folder, request.root(), state);
        state.begin(folder);
        try {
            return run(folder, catalogPages, named);
        } catch (IOException | BadManifestException | AcquireException | RuntimeException e) {
            state.unbegin(folder);
            throw e;
        }
    }

    private Work run(Path folder, Map<ChunkId, Integer> catalogPages, Consumer<@Nullable Throwable> named)
            throws IOException, BadManifestException, AcquireException {
        wasComplete = state.isComplete(folder);
        Target target = open(folder);
        Plan plan = null;
        try {
            DiskRules rules = new DiskRules(false, false);
            if (!wasComplete) {
                begin(target);
                rules = workshop.probe().of(folder.resolve(PathRules.PARTIAL));
            }
            plan = new Plan(state.freshPlan(), workshop.settings().cacheMiB());
            long disk = Files.getFileStore(folder).getTotalSpace();
            PlanWriting writing = new PlanWriting(plan, root, pages, ciphers, rules, disk > 0 ? disk : Long.MAX_VALUE);
            writing.run(top, catalogPages);
            Progress progress = new Progress(root.chunks(), writing.places());
            return new Work(plan, progress, target, ciphers, workshop, named);
        } catch (IOException | BadManifestException | AcquireException | RuntimeException e) {
            if (plan != null) {
                plan.close();
            }
            target.abandon();
            target.close();
            throw e;
        }
    }

    private static Target open(Path folder) throws AcquireException {
        try {
            return Target.open(folder);
        } catch (IOException e) {
            throw AcquireException.of(e, folder.toString(), folder);
        }
    }

    private void begin(Target target) throws AcquireException {
        try {
            target.begin(request.root());
        } catch (IOException e) {
            throw AcquireException.of(e, target.folder().toString(), target.folder());
        }
    }
}
