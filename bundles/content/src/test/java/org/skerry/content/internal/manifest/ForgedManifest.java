// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;

/** Pages of a manifest put together by hand, well formed or not, with a source to read them from. */
public final class ForgedManifest implements ChunkSource {

    public static final Secret SECRET = Secret.of(new byte[32]);
    public static final Instant TIME = Instant.ofEpochSecond(1_600_000_000);

    private final CipherPool ciphers = new CipherPool(new ShareKeys(SECRET));
    private final Map<ChunkId, byte[]> chunks = new HashMap<>();
    private final List<Node> content = new ArrayList<>();
    private final List<Node> catalogPages = new ArrayList<>();

    /** A page in the clear. */
    public ChunkId clear(byte[] page) {
        ChunkId id = ChunkId.ofChunk(ByteBuffer.wrap(page));
        chunks.put(id, page);
        return id;
    }

    /** A sealed page. */
    public StoredChunk page(byte[] encoded) {
        SealedPages.Sealed sealed = SealedPages.seal(ciphers, encoded);
        chunks.put(sealed.chunk().id(), sealed.stored());
        catalogPages.add(Node.indexed(sealed.chunk().id(), sealed.chunk().length()));
        return sealed.chunk();
    }

    /** A chunk of content. */
    public StoredChunk chunk(int size, int seed) {
        byte[] plain = new byte[size];
        new Random(seed).nextBytes(plain);
        StoredChunk chunk = ciphers.<StoredChunk, RuntimeException>use(it -> it.name(plain, 0, size));
        byte[] stored = new byte[chunk.length()];
        ciphers.<Boolean, RuntimeException>use(it -> {
            it.seal(chunk.tag(), plain, 0, size, stored);
            return true;
        });
        if (chunks.put(chunk.id(), stored) == null) {
            content.add(Node.indexed(chunk.id(), chunk.length()));
        }
        return chunk;
    }

    public List<Node> content() {
        return content;
    }

    public List<Node> catalogPages() {
        return catalogPages;
    }

    public static CatalogEntry.File file(String path, long size, CatalogEntry.Body body) {
        return new CatalogEntry.File(path, 0644, TIME, size, new byte[32], body);
    }

    public static CatalogEntry.File empty(String path) {
        return file(path, 0, new CatalogEntry.Body.Empty());
    }

    public static CatalogEntry.Folder folder(String path) {
        return new CatalogEntry.Folder(path, 0755, TIME);
    }

    /** A page with entries. */
    public Node leaf(CatalogEntry... entries) {
        StoredChunk page = page(CatalogLeaf.encode(List.of(entries)));
        return new Node(page.id(), page.tag(), page.length(), entries.length, page.length());
    }

    /** A page of the catalog above others. */
    public Node inner(int level, Node... nodes) {
        TreePage tree = new TreePage(level, List.of(nodes));
        StoredChunk page = page(TreePages.encode(tree));
        return new Node(page.id(), page.tag(), page.length(), tree.count(), tree.bytes());
    }

    public StoredChunk top(Node tree, int level) {
        return page(new CatalogTop("forged", Optional.empty(), Optional.of(tree), level, 1, 1).encode());
    }

    /** The whole of a catalog with one page of entries. */
    public ChunkId of(CatalogEntry... entries) {
        return root(top(leaf(entries), 0));
    }

    public ChunkId root(StoredChunk top) {
        List<Node> all = new ArrayList<>(content);
        all.addAll(catalogPages);
        return root(top, new TreePage(0, all), content.size());
    }

    public ChunkId root(StoredChunk top, TreePage index, long count) {
        byte[] page = TreePages.encode(index);
        long stored =
                index.nodes().stream().limit(count).mapToLong(Node::length).sum();
        return clear(new Root(clear(page), page.length, index.level(), top, count, stored).encode());
    }

    @Override
    public CompletionStage<BitSet> has(List<ChunkId> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<ChunkRead> read(ChunkId id) {
        byte[] chunk = chunks.get(id);
        return CompletableFuture.completedFuture(
                chunk == null ? new ChunkRead.Missing() : new ChunkRead.Found(ByteBuffer.wrap(chunk)));
    }
}
