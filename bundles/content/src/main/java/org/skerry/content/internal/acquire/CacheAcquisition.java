// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.Node;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.TreePage;
import org.skerry.content.internal.manifest.TreePages;
import org.skerry.content.internal.work.Workshop;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.WantedChunk;

/**
 * An acquisition without a secret: goes through the index and wants all that it lists, catalog pages too, whose names it
 * cannot read. The caller keeps the chunks. Holds a bounded number of index pages. All state belongs to the loop.
 */
final class CacheAcquisition extends AbstractAcquisition {

    private static final int MAX_PAGES = 64;

    private final ArrayDeque<Ref> unwanted = new ArrayDeque<>();
    private final Map<ChunkId, Ref> asked = new HashMap<>();
    private final ArrayDeque<Leaf> leaves = new ArrayDeque<>();
    private final Map<ChunkId, WantedChunk> wanted = new HashMap<>();
    private final Set<ChunkId> visited = new HashSet<>();
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();
    private volatile AcquisitionProgress progress = new AcquisitionProgress(false, 0, 0, 0, 0, Optional.empty());
    private @Nullable Root root;
    private long listed;
    private long pagePosition;

    /** A page of the index, or the root if level is -1; first is the position of the first entry below it. */
    private record Ref(Node node, int level, @Nullable ChunkId above, int slot, long first) {}

    private static final class Leaf {
        final ChunkId id;
        final TreePage page;
        final long first;
        int next;

        Leaf(ChunkId id, TreePage page, long first) {
            this.id = id;
            this.page = page;
            this.first = first;
        }
    }

    CacheAcquisition(Workshop workshop, AcquireRequest request, AcquisitionListener listener) {
        super(workshop, request, listener);
    }

    @Override
    Path state() {
        return workshop.home(); // it has none of its own
    }

    @Override
    void start() {
        workshop.loop().execute(() -> {
            unwanted.add(new Ref(new Node(request.root(), null, 0, 1, 0), -1, null, 0, 0));
            pump();
        });
    }

    @Override
    List<WantedChunk> wantPages(int most) {
        List<WantedChunk> wants = new ArrayList<>();
        while (wants.size() < most) {
            if (!unwanted.isEmpty() && asked.size() + leaves.size() < MAX_PAGES) {
                Ref page = unwanted.remove();
                Node node = page.node();
                asked.put(node.id(), page);
                wants.add(new WantedChunk(
                        node.id(),
                        node.length(),
                        true,
                        pagePosition++,
                        Optional.ofNullable(page.above()),
                        page.slot()));
            } else if (!leaves.isEmpty()) {
                wantEntry(leaves.element()).ifPresent(wants::add);
            } else {
                break;
            }
        }
        return wants;
    }

    private Optional<WantedChunk> wantEntry(Leaf leaf) {
        int slot = leaf.next++;
        if (leaf.next == leaf.page.nodes().size()) {
            leaves.remove();
        }
        Node node = leaf.page.nodes().get(slot);
        long position = leaf.first + slot;
        boolean catalog = root == null || position >= root.chunks();
        WantedChunk want = new WantedChunk(node.id(), node.length(), catalog, position, Optional.of(leaf.id), slot);
        return wanted.putIfAbsent(node.id(), want) == null ? Optional.of(want) : Optional.empty();
    }

    @Override
    CompletionStage<?> take(ChunkId id, ByteBuffer verified) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        underWay.add(taken);
        workshop.loop().execute(() -> take(id, verified, taken));
        return taken;
    }

    private void take(ChunkId id, ByteBuffer verified, CompletableFuture<Void> taken) {
        Ref page = asked.remove(id);
        WantedChunk chunk = wanted.remove(id);
        if (!isOver() && page != null) {
            try {
                read(page, verified);
            } catch (BadManifestException e) {
                fail(e);
            }
        } else if (!isOver() && chunk != null && !chunk.manifest()) {
            AcquisitionProgress now = progress;
            progress = new AcquisitionProgress(
                    false,
                    now.chunksDone() + 1,
                    now.chunksTotal(),
                    now.bytesDone() + chunk.length(),
                    now.bytesTotal(),
                    Optional.empty());
        }
        underWay.remove(taken);
        taken.complete(null);
        if (!isOver() && !finishIfWhole()) {
            pump();
        }
    }

    /** There is nothing to be written, so nothing to wait for. */
    @Override
    public void close() {
        super.close();
        List.copyOf(underWay).forEach(taken -> taken.complete(null));
    }

    private void read(Ref ref, ByteBuffer stored) throws BadManifestException {
        if (ref.level() < 0) {
            Root read = Root.decode(stored);
            root = read;
            progress = new AcquisitionProgress(false, 0, read.chunks(), 0, read.storedBytes(), Optional.empty());
            Node top = new Node(read.index(), null, read.indexLength(), 0, 0);
            unwanted.add(new Ref(top, read.indexLevel(), request.root(), 0, 0));
            return;
        }
        ChunkId id = ref.node().id();
        if (stored.remaining() != ref.node().length() || !visited.add(id)) {
            throw new BadManifestException("a page of the index comes twice, or has another length than said");
        }
        Node above = ref.node().count() == 0 ? null : ref.node();
        TreePage page = TreePages.expect(TreePages.decodeClear(stored), ref.level(), above);
        if (page.level() == 0) {
            leaves.add(new Leaf(id, page, ref.first()));
            listed += page.nodes().size();
            return;
        }
        long first = ref.first();
        ArrayDeque<Ref> below = new ArrayDeque<>();
        for (int i = 0; i < page.nodes().size(); i++) {
            Node node = page.nodes().get(i);
            below.push(new Ref(node, page.level() - 1, id, i, first));
            first += node.count();
        }
        // What a page names goes before what was named by those above it, or all of a level would be held.
        below.forEach(unwanted::addFirst);
    }

    /** It looks itself, as it is on the loop. */
    @Override
    boolean mayBeWhole() {
        return false;
    }

    @Override
    boolean finishIfWhole() {
        boolean missing = !unwanted.isEmpty() || !asked.isEmpty() || !leaves.isEmpty() || !wanted.isEmpty();
        if (missing || !beginEnd()) {
            return false;
        }
        if (root == null || listed < root.chunks()) {
            fail(new BadManifestException("the index lists fewer chunks than the root says"));
        } else {
            end(new TransferResult.Complete(Optional.empty()));
        }
        return true;
    }

    @Override
    boolean wantsContent() {
        return false;
    }

    @Override
    List<WantedChunk> wantContent(int most) {
        throw new IllegalStateException("chunks are wanted as pages are");
    }

    @Override
    public AcquisitionProgress progress() {
        return progress;
    }

    @Override
    boolean hasChunk(ChunkId id) {
        return false;
    }

    @Override
    ChunkRead readChunk(ChunkId id) {
        return new ChunkRead.Missing();
    }

    @Override
    void sweep() {}
}
