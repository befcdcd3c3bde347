// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.IndexProgress;
import org.skerry.api.Manifest;
import org.skerry.api.ShareException;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

/** Contents without files: what lies at a path is a {@link TestContent}, what is fetched goes to a map per folder. */
final class MemoryContents implements Contents {

    final Map<Path, TestContent> files = new HashMap<>();
    final Map<ChunkId, TestContent> shared = new HashMap<>();
    final Set<ChunkId> changed = new HashSet<>();
    final Map<ChunkId, String> changedPaths = new HashMap<>();
    final Map<Path, Map<ChunkId, ByteBuffer>> disk;
    /** What was asked for and waits until the test says whether it succeeds. */
    final List<Consumer<Boolean>> held = new ArrayList<>();

    final List<Unfinished> unfinished = new ArrayList<>();

    final List<Path> forgotten = new ArrayList<>();
    boolean holds;
    /** An acquisition names nothing until {@link MemoryAcquisition#looked}. */
    boolean looksFirst;
    /** How often opening again fails from now on. */
    int failures;

    int open;
    MemoryAcquisition last;

    MemoryContents(Map<Path, Map<ChunkId, ByteBuffer>> disk) {
        this.disk = disk;
    }

    @Override
    public CompletionStage<SharedContent> share(ShareRequest request, Consumer<IndexProgress> progress) {
        Path path = request.paths().get(0);
        TestContent content = files.get(path);
        if (content == null) {
            return CompletableFuture.failedFuture(new ShareException(path + ": no such file"));
        }
        shared.put(content.root, content);
        return later(() -> new MemoryShare(content, request.paths()));
    }

    @Override
    public CompletionStage<Optional<SharedContent>> reopen(ChunkId root) {
        if (failures > 0) {
            failures--;
            return CompletableFuture.failedFuture(new IllegalStateException("locked"));
        }
        Optional<TestContent> known = Optional.ofNullable(shared.get(root));
        return later(() -> known.map(it -> new MemoryShare(it, List.of(Path.of("/again")))));
    }

    @Override
    public CompletionStage<Optional<SharedContent>> reopenFetched(ChunkId root, Path folder) {
        return reopen(root);
    }

    private <T> CompletionStage<T> later(Supplier<T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Consumer<Boolean> end = succeeds -> {
            if (succeeds) {
                result.complete(what.get());
            } else {
                result.completeExceptionally(new ShareException("the node is stopping"));
            }
        };
        if (holds) {
            held.add(end);
        } else {
            end.accept(true);
        }
        return result;
    }

    @Override
    public CompletionStage<List<Unfinished>> unfinished() {
        return CompletableFuture.completedFuture(List.copyOf(unfinished));
    }

    @Override
    public List<ChunkId> reopenable() {
        return List.copyOf(shared.keySet());
    }

    @Override
    public void forget(ChunkId root) {
        shared.remove(root);
    }

    @Override
    public void forgetFetched(ChunkId root, Path folder) {
        shared.remove(root);
        forgotten.add(folder);
    }

    @Override
    public Acquisition acquire(AcquireRequest request, AcquisitionListener listener) {
        Map<ChunkId, ByteBuffer> folder =
                disk.computeIfAbsent(request.folder().orElse(request.parent()), it -> new HashMap<>());
        last = new MemoryAcquisition(request, listener, request.secret().isPresent() ? folder : new HashMap<>());
        last.looking = looksFirst;
        return last;
    }

    @Override
    public Optional<IndexPage> indexPage(ChunkId id, ByteBuffer chunk) {
        return TestContent.parse(id, chunk);
    }

    static CompletionStage<BitSet> has(Set<ChunkId> here, List<ChunkId> ids) {
        BitSet bits = new BitSet();
        for (int i = 0; i < ids.size(); i++) {
            bits.set(i, here.contains(ids.get(i)));
        }
        return CompletableFuture.completedFuture(bits);
    }

    private final class MemoryShare implements SharedContent, ChunkSource {

        private final TestContent content;
        private final List<Path> paths;
        private boolean closed;

        MemoryShare(TestContent content, List<Path> paths) {
            this.content = content;
            this.paths = paths;
            open++;
        }

        @Override
        public ContentLink link() {
            return content.link();
        }

        @Override
        public List<Path> paths() {
            return paths;
        }

        @Override
        public Manifest manifest() {
            return content.manifest();
        }

        @Override
        public long files() {
            return 1;
        }

        @Override
        public long fileBytes() {
            return content.bytes;
        }

        @Override
        public void close() {
            open -= closed ? 0 : 1;
            closed = true;
        }

        @Override
        public CompletionStage<BitSet> has(List<ChunkId> ids) {
            return MemoryContents.has(closed ? Set.of() : content.chunks.keySet(), ids);
        }

        @Override
        public CompletionStage<ChunkRead> read(ChunkId id) {
            ByteBuffer chunk = content.chunks.get(id);
            if (closed || chunk == null) {
                return CompletableFuture.completedFuture(new ChunkRead.Missing());
            }
            return CompletableFuture.completedFuture(
                    changed.contains(id)
                            ? new ChunkRead.Changed(changedPaths.getOrDefault(id, "shared/file"))
                            : new ChunkRead.Found(ByteBuffer.wrap(chunk.array().clone())));
        }
    }
}
