// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.skerry.api.ChunkId;
import org.skerry.api.IndexProgress;
import org.skerry.api.TransferResult;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

/**
 * Stands between the exchange and the content of a node, and sees that no chunk is taken in that is wrong, and none again that was
 * taken in before. Outlives the lives of the node.
 */
final class Watch {

    private final String node;
    private final Consumer<String> broken;
    private final Consumer<String> trace;
    private final BooleanSupplier unsure;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> whole = new HashSet<>();
    private final Set<Path> wholeFolders = new LinkedHashSet<>();
    private long chunks;

    /**
     * Watches a node.
     *
     * @param broken hears of what is wrong: to throw would be to fail a stage, which its owner may take for a fault of the disk
     * @param trace hears what happens
     * @param unsure whether the disk may fail, so that what was given to it is looked for
     */
    Watch(String node, Consumer<String> broken, Consumer<String> trace, BooleanSupplier unsure) {
        this.node = node;
        this.broken = broken;
        this.trace = trace;
        this.unsure = unsure;
    }

    /** {@return folders to which a fetch has become whole} */
    Set<Path> wholeFolders() {
        return wholeFolders;
    }

    /** What was not whole may be lost, and taken in again. */
    void losePower() {
        taken.removeIf(chunk -> !whole.contains(chunk.substring(0, chunk.indexOf(' '))));
    }

    /** {@return chunks that were taken in} */
    long chunks() {
        return chunks;
    }

    Contents over(Contents real) {
        return new Contents() {

            @Override
            public CompletionStage<SharedContent> share(ShareRequest request, Consumer<IndexProgress> progress) {
                return real.share(request, progress);
            }

            @Override
            public CompletionStage<Optional<SharedContent>> reopen(ChunkId root) {
                return real.reopen(root);
            }

            @Override
            public CompletionStage<Optional<SharedContent>> reopenFetched(ChunkId root, Path folder) {
                return real.reopenFetched(root, folder)
                        .whenComplete((found, error) -> trace.accept(node + ": "
                                + (error != null ? "cannot reopen " : found.isPresent() ? "reopens " : "does not know ")
                                + folder));
            }

            @Override
            public List<ChunkId> reopenable() {
                return real.reopenable();
            }

            @Override
            public void forget(ChunkId root) {
                real.forget(root);
            }

            @Override
            public void forgetFetched(ChunkId root, Path folder) {
                real.forgetFetched(root, folder);
            }

            @Override
            public Acquisition acquire(AcquireRequest request, AcquisitionListener listener) {
                trace.accept(node + ": acquires " + request.root().shortText());
                return watched(request, real.acquire(request, watched(request, listener)));
            }

            @Override
            public Optional<IndexPage> indexPage(ChunkId id, ByteBuffer chunk) {
                return real.indexPage(id, chunk);
            }
        };
    }

    private AcquisitionListener watched(AcquireRequest request, AcquisitionListener real) {
        return new AcquisitionListener() {

            @Override
            public void wanted(List<WantedChunk> chunks) {
                real.wanted(chunks);
            }

            @Override
            public void ended(TransferResult result) {
                if (result instanceof TransferResult.Complete) {
                    whole.add(request.root().toString());
                    request.folder().ifPresent(wholeFolders::add);
                }
                real.ended(result);
            }
        };
    }

    private Acquisition watched(AcquireRequest request, Acquisition real) {
        return new Acquisition() {

            @Override
            public void request(int more) {
                real.request(more);
            }

            @Override
            public CompletionStage<Void> accept(ChunkId id, ByteBuffer verified) {
                if (!ChunkId.ofChunk(verified).equals(id)) {
                    broken.accept(node + " takes a wrong chunk for " + id.shortText());
                }
                // What is only cached is read back from the store, and taken in anew, when a node starts.
                if (request.secret().isPresent() && taken.contains(key(id))) {
                    broken.accept(node + " takes " + id.shortText() + " a second time");
                }
                trace.accept(node + ": takes " + id.shortText());
                return real.accept(id, verified)
                        .thenCompose(done -> isTaken(id).thenApply(it -> {
                            if (it && request.secret().isPresent()) {
                                taken.add(key(id));
                            }
                            chunks++;
                            return done;
                        }));
            }

            private CompletionStage<Boolean> isTaken(ChunkId id) {
                return unsure.getAsBoolean()
                        ? real.has(List.of(id)).thenApply(here -> here.get(0))
                        : CompletableFuture.completedFuture(true);
            }

            private String key(ChunkId id) {
                return request.root() + " " + id;
            }

            @Override
            public AcquisitionProgress progress() {
                return real.progress();
            }

            @Override
            public Optional<String> describe(ChunkId id, byte[] mark) {
                return real.describe(id, mark);
            }

            @Override
            public CompletionStage<java.util.BitSet> has(List<ChunkId> ids) {
                return real.has(ids);
            }

            @Override
            public CompletionStage<ChunkRead> read(ChunkId id) {
                return real.read(id);
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }
}
