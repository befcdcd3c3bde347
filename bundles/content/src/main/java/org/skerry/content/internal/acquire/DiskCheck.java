// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.skerry.api.ChunkId;
import org.skerry.base.crypto.Sha256;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.disk.Marks;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.IndexWalk;
import org.skerry.content.internal.manifest.PageSource;
import org.skerry.content.internal.manifest.Root;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what is on disk already. Nothing is believed but bytes: a chunk is in place if the tag of what lies in each of
 * its places is its tag, a packed file if its hash is that of the catalog. For one thread, which waits for the workers.
 */
final class DiskCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DiskCheck.class);

    private static final int AHEAD = 64;

    private final Work work;
    private final ChunkWriting writing;
    private final Workers workers;
    private final Marks present;
    private final ArrayDeque<CompletableFuture<Void>> pending = new ArrayDeque<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final LongAdder spoiled = new LongAdder();
    private boolean any;

    /** A task that may refuse. */
    private interface Check {
        void run() throws AcquireException;
    }

    DiskCheck(Work work, ChunkWriting writing, Workers workers) {
        this.work = work;
        this.writing = writing;
        this.workers = workers;
        this.present = new Marks(work.plan().files());
    }

    /** Looks for files; returns whether each of them is there under its name, and each folder and symlink. */
    boolean look() throws AcquireException, IOException {
        if (work.target().wasEmpty()) {
            return work.plan().files() + work.plan().folders() + work.plan().links() == 0;
        }
        boolean all = hasFoldersAndLinks();
        for (int file = 0; file < work.plan().files(); file++) {
            any |= look(file);
            all &= work.progress().isWhole(file);
        }
        drain();
        return all;
    }

    private boolean hasFoldersAndLinks() throws IOException {
        for (long i = 0; i < work.plan().folders(); i++) {
            String path = PlannedNames.folder(work.plan().folder(i)).path();
            if (work.target()
                    .look(path)
                    .filter(BasicFileAttributes::isDirectory)
                    .isEmpty()) {
                return false;
            }
        }
        for (long i = 0; i < work.plan().links(); i++) {
            String path = PlannedNames.symlink(work.plan().link(i)).path();
            if (work.target()
                    .look(path)
                    .filter(BasicFileAttributes::isSymbolicLink)
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Compares what was found with the content, and marks what is in place. All folders must have been made before. */
    void compare(PageSource pages, Root root) throws AcquireException, IOException, BadManifestException {
        if (any) {
            nameWhatIsWhole();
            new IndexWalk(pages, root, (node, position) -> {
                        if (position < root.chunks()) {
                            submit(() -> check(node.id()));
                        }
                    })
                    .run();
            drain();
            report();
        }
    }

    private void report() {
        if (spoiled.sum() > 0) {
            LOG.warn(
                    "{}: {} parts of files are damaged, or were not written to their end: they are written again",
                    work.target().folder(),
                    spoiled.sum());
        }
    }

    /** Whether there is anything of a file; what bears its name already must be it. */
    private boolean look(int file) throws AcquireException, IOException {
        PlannedFile planned = work.plan().file(file);
        Optional<BasicFileAttributes> whole = work.target().look(planned.path());
        if (whole.isPresent()) {
            if (!whole.get().isRegularFile() || whole.get().size() != planned.size()) {
                throw work.occupied(planned.path());
            }
            work.progress().markWhole(file);
            present.set(file);
            if (planned.packed()) {
                submit(() -> checkHash(file, planned));
            }
            return true;
        }
        Optional<BasicFileAttributes> partial = work.target().lookPartial(file);
        if (partial.isEmpty() || !partial.get().isRegularFile()) {
            return false;
        }
        present.set(file);
        return true;
    }

    private void nameWhatIsWhole() throws AcquireException, IOException {
        for (int file = 0; file < work.plan().files(); file++) {
            if (present.get(file) && !work.progress().isWhole(file)) {
                PlannedFile planned = work.plan().file(file);
                int number = file;
                if (planned.packed()) {
                    submit(() -> nameIfWhole(number, planned));
                }
            }
        }
        drain();
    }

    /** A packed file that has not got its name yet is all there, or worth nothing. */
    private void nameIfWhole(int file, PlannedFile planned) throws AcquireException {
        if (hasContent(file, planned)) {
            work.makeWhole(file);
        } else {
            spoiled.increment();
        }
    }

    private void checkHash(int file, PlannedFile planned) throws AcquireException {
        if (!hasContent(file, planned)) {
            work.unplaceRotten(file);
        }
    }

    private boolean hasContent(int file, PlannedFile planned) throws AcquireException {
        try {
            ByteBuffer content = ByteBuffer.allocate((int) planned.size());
            return work.read(file, 0, content) && Arrays.equals(Sha256.of(content.flip()), planned.sha256());
        } catch (IOException e) {
            throw AcquireException.of(e, planned.path(), work.target().folder());
        }
    }

    /** If a chunk is in some of its places only, it is copied from there to the others. */
    private void check(ChunkId id) throws AcquireException {
        PlannedChunk chunk = work.plan().chunk(id).orElseThrow();
        byte[] plain = new byte[chunk.plainLength()];
        Place good = null;
        boolean all = true;
        for (int i = 0; i <= chunk.more(); i++) {
            Place place = work.plan().place(id, chunk, i);
            boolean isGood = isGood(chunk, place, plain);
            all &= isGood;
            if (isGood
                    && place.length() == plain.length
                    && !work.plan().file(place.file()).packed()) {
                good = place;
            }
        }
        if (!all && good != null && isGood(chunk, good, plain)) {
            for (int i = 0; i <= chunk.more(); i++) {
                work.write(work.plan().place(id, chunk, i), plain);
            }
            all = true;
        }
        if (all && work.progress().take(chunk.position())) {
            writing.finish(id, chunk);
        }
    }

    /** Nothing was written there. */
    private static boolean isBlank(byte[] bytes) {
        for (byte it : bytes) {
            if (it != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isGood(PlannedChunk chunk, Place place, byte[] plain) throws AcquireException {
        int file = place.file();
        if (!present.get(file)) {
            return false;
        }
        if (work.plan().file(file).packed()) {
            return work.progress().isWhole(file);
        }
        try {
            Arrays.fill(plain, (byte) 0);
            ByteBuffer target = ByteBuffer.wrap(plain, 0, place.length());
            boolean good = work.read(file, place.fileOffset(), target)
                    && work.ciphers()
                            .<Boolean, RuntimeException>use(
                                    it -> it.tag(plain, 0, plain.length).equals(chunk.tag()));
            if (!good && (work.unplaceRotten(file) || !isBlank(plain))) {
                spoiled.increment();
            }
            return good;
        } catch (IOException e) {
            String path = work.plan().file(file).path();
            throw AcquireException.of(e, path, work.target().folder());
        }
    }

    private void submit(Check check) {
        if (pending.size() >= AHEAD) {
            await();
        }
        pending.add(workers.<Void>submit(() -> {
                    check.run();
                    return null;
                })
                .toCompletableFuture());
    }

    /** The first failure is kept and comes out in {@link #drain}. */
    private void await() {
        CompletableFuture<Void> oldest = pending.remove();
        workers.expedite(oldest);
        oldest.handle((done, failure) -> failure == null || failed.completeExceptionally(failure))
                .join();
    }

    private void drain() throws AcquireException, IOException {
        while (!pending.isEmpty()) {
            await();
        }
        if (failed.isCompletedExceptionally()) {
            try {
                failed.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AcquireException refused) {
                    throw refused;
                }
                throw new IOException("checking what is on disk failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the node is stopping", e);
            }
        }
    }
}
