// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.CatalogEntry;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.content.internal.manifest.CatalogTop;
import org.skerry.content.internal.manifest.Node;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.SealedPages;
import org.skerry.content.internal.manifest.TreePage;
import org.skerry.content.internal.manifest.TreePages;
import org.skerry.spi.content.WantedChunk;

/**
 * Which pages of the manifest are known and which are missing. All but {@link #expected}, {@link #take} and {@link #read}, which
 * any thread may call, belongs to the loop.
 */
final class PageFetch {

    /** What a page must be. */
    enum Kind {
        ROOT,
        INDEX,
        CATALOG_TOP,
        CATALOG,
        CHUNK_LIST
    }

    /** A page that another one names; slot is its place there. */
    record Expected(
            Kind kind, Node node, int level, @Nullable ChunkId above, int slot) {}

    /** They are held in the heap, and a page of 160 KiB names thousands. Chunks of more than 8 TB need no more. */
    private static final int MAX_PAGES = 1 << 17;

    private final CipherPool ciphers;
    private final Map<ChunkId, Expected> known = new ConcurrentHashMap<>();
    private final ArrayDeque<Expected> unwanted = new ArrayDeque<>();
    private final Set<ChunkId> taken = ConcurrentHashMap.newKeySet();
    private int missing;
    private long position;

    PageFetch(CipherPool ciphers) {
        this.ciphers = ciphers;
    }

    static Expected root(ChunkId id) {
        return new Expected(Kind.ROOT, new Node(id, null, 0, 1, 0), 0, null, 0);
    }

    /** Notes a page; false if it was known already and need not be looked at again. */
    boolean note(Expected page) throws BadManifestException {
        Expected before = known.putIfAbsent(page.node().id(), page);
        if (before == null) {
            if (known.size() > MAX_PAGES) {
                throw new BadManifestException("the manifest has more than " + MAX_PAGES + " pages");
            }
            missing++;
            return true;
        }
        // Files with equal parts share chunk lists; nothing else may come twice.
        boolean shared = before.kind() == Kind.CHUNK_LIST
                && page.kind() == Kind.CHUNK_LIST
                && before.level() == page.level()
                && before.node().equals(page.node());
        if (!shared) {
            throw new BadManifestException(
                    "the manifest names a page twice: " + page.node().id());
        }
        return false;
    }

    void want(Expected page) {
        unwanted.add(page);
    }

    Optional<Expected> expected(ChunkId id) {
        return Optional.ofNullable(known.get(id));
    }

    /** Reserves a page that is to be read; false if it is not known or was taken before. */
    boolean take(ChunkId id) {
        return known.containsKey(id) && taken.add(id);
    }

    /** Takes that back, because it turned out to be damaged, and wants it. */
    void lost(Expected page) {
        taken.remove(page.node().id());
        want(page);
    }

    /** Notes that a page is here and was read. */
    void arrived() {
        missing--;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** The pages of catalog and chunk lists, and their lengths as stored. Once it is complete, on any thread. */
    Map<ChunkId, Integer> catalogPages() {
        Map<ChunkId, Integer> pages = new HashMap<>();
        known.forEach((id, page) -> {
            if (page.kind() != Kind.ROOT && page.kind() != Kind.INDEX) {
                pages.put(id, page.node().length());
            }
        });
        return pages;
    }

    List<WantedChunk> next(int most) {
        List<WantedChunk> wanted = new ArrayList<>();
        while (wanted.size() < most && !unwanted.isEmpty()) {
            Expected page = unwanted.remove();
            Node node = page.node();
            Optional<ChunkId> index = page.kind() == Kind.INDEX ? Optional.ofNullable(page.above()) : Optional.empty();
            wanted.add(new WantedChunk(node.id(), node.length(), true, position++, index, page.slot()));
        }
        return wanted;
    }

    /** Reads a page and returns those it names. On any thread. */
    List<Expected> read(Expected page, ByteBuffer stored) throws BadManifestException, AcquireException {
        return switch (page.kind()) {
            case ROOT -> readRoot(page.node().id(), stored);
            case INDEX -> readIndex(page, stored);
            case CATALOG_TOP -> readTop(page, stored);
            case CATALOG -> readCatalog(page, stored);
            case CHUNK_LIST -> readList(page, stored);
        };
    }

    private static List<Expected> readRoot(ChunkId id, ByteBuffer stored) throws BadManifestException {
        Root root = Root.decode(stored);
        StoredChunk top = root.catalog();
        Node catalog = new Node(top.id(), top.tag(), top.length(), 1, 0);
        Node index = new Node(root.index(), null, root.indexLength(), 1, 0);
        return List.of(
                new Expected(Kind.CATALOG_TOP, catalog, 0, null, 0),
                new Expected(Kind.INDEX, index, root.indexLevel(), id, 0));
    }

    private static List<Expected> readIndex(Expected expected, ByteBuffer stored) throws BadManifestException {
        if (stored.remaining() != expected.node().length()) {
            throw new BadManifestException("a page of the index has another length than the page above says");
        }
        TreePage page = TreePages.expect(TreePages.decodeClear(stored), expected.level(), null);
        return below(page, Kind.INDEX, expected.node().id());
    }

    private List<Expected> readTop(Expected expected, ByteBuffer stored) throws BadManifestException, AcquireException {
        Optional<ByteBuffer> plain = SealedPages.open(ciphers, expected.node().chunk(), stored);
        if (plain.isEmpty()) {
            throw new AcquireException(Cause.WRONG_SECRET, "the link's secret does not open this content");
        }
        CatalogTop top = CatalogTop.decode(plain.get());
        return top.tree()
                .map(tree -> List.of(new Expected(Kind.CATALOG, tree, top.level(), null, 0)))
                .orElse(List.of());
    }

    private List<Expected> readCatalog(Expected expected, ByteBuffer stored) throws BadManifestException {
        ByteBuffer plain = open(expected, stored);
        if (expected.level() > 0) {
            TreePage page = TreePages.expect(TreePages.decodeSealed(plain), expected.level(), null);
            return below(page, Kind.CATALOG, null);
        }
        List<Expected> lists = new ArrayList<>();
        for (CatalogEntry entry : CatalogLeaf.decode(plain)) {
            if (entry instanceof CatalogEntry.File file && file.body() instanceof CatalogEntry.Body.Listed listed) {
                lists.add(new Expected(Kind.CHUNK_LIST, listed.top(), listed.level(), null, 0));
            }
        }
        return lists;
    }

    private List<Expected> readList(Expected expected, ByteBuffer stored) throws BadManifestException {
        TreePage page = TreePages.decodeSealed(open(expected, stored));
        return below(TreePages.expect(page, expected.level(), expected.node()), Kind.CHUNK_LIST, null);
    }

    private ByteBuffer open(Expected expected, ByteBuffer stored) throws BadManifestException {
        return SealedPages.open(ciphers, expected.node().chunk(), stored)
                .orElseThrow(() -> new BadManifestException("a page of the catalog does not open"));
    }

    private static List<Expected> below(TreePage page, Kind kind, @Nullable ChunkId above) {
        if (page.level() == 0) {
            return List.of();
        }
        List<Expected> pages = new ArrayList<>();
        for (int i = 0; i < page.nodes().size(); i++) {
            pages.add(new Expected(kind, page.nodes().get(i), page.level() - 1, above, i));
        }
        return pages;
    }
}
