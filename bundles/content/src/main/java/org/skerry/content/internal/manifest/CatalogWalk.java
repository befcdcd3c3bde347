// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.skerry.content.internal.chunk.CipherPool;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.manifest.CatalogEntry.Body;

/**
 * Goes through the catalog in order. All of its pages must be in the page source. That entries are strictly sorted makes
 * a page that comes back fail at once.
 */
public final class CatalogWalk {

    private final PageSource pages;
    private final CipherPool ciphers;
    private final CatalogOrder order = new CatalogOrder();

    /** Hears what the catalog lists. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * The next entry.
         *
         * @param entry which
         * @throws BadManifestException if it must not stand there
         * @throws IOException if it cannot be dealt with
         */
        void entry(CatalogEntry entry) throws BadManifestException, IOException;
    }

    /** Hears the chunks of a file. */
    @FunctionalInterface
    public interface ChunkVisitor {

        /**
         * The next chunk.
         *
         * @param chunk which
         * @param offset in the file, in bytes
         * @throws BadManifestException if it must not stand there
         */
        void chunk(StoredChunk chunk, long offset) throws BadManifestException;
    }

    /**
     * A walk.
     *
     * @param pages has all pages of the catalog
     * @param ciphers open them
     */
    public CatalogWalk(PageSource pages, CipherPool ciphers) {
        this.pages = pages;
        this.ciphers = ciphers;
    }

    /**
     * Goes through all entries.
     *
     * @param top of the catalog
     * @param visitor hears each entry
     * @throws BadManifestException if a page or an entry breaks a rule
     * @throws IOException if a page cannot be read
     */
    public void run(CatalogTop top, Visitor visitor) throws BadManifestException, IOException {
        if (top.tree().isPresent()) {
            descend(top.tree().get(), top.level(), visitor);
        }
    }

    private void descend(Node node, int level, Visitor visitor) throws BadManifestException, IOException {
        ByteBuffer page = open(node);
        if (level > 0) {
            TreePage inner = TreePages.decodeSealed(page);
            if (inner.level() != level || inner.count() != node.count()) {
                throw new BadManifestException("a page of the catalog is not what the page above says");
            }
            for (Node below : inner.nodes()) {
                descend(below, level - 1, visitor);
            }
            return;
        }
        List<CatalogEntry> entries = CatalogLeaf.decode(page);
        if (entries.size() != node.count()) {
            throw new BadManifestException(
                    "a page of the catalog has another number of entries than the page above says");
        }
        for (CatalogEntry entry : entries) {
            order.next(entry);
            visitor.entry(entry);
        }
    }

    /**
     * Goes through the chunks of a file that has chunks of its own.
     *
     * @param file which; not packed
     * @param visitor hears each chunk
     * @throws BadManifestException if a page breaks a rule
     * @throws IOException if a page cannot be read
     */
    public void chunks(CatalogEntry.File file, ChunkVisitor visitor) throws BadManifestException, IOException {
        if (file.body() instanceof Body.Inline inline) {
            ChunkRun run = new ChunkRun(file.path(), file.size(), inline.average());
            for (StoredChunk chunk : inline.chunks()) {
                visitor.chunk(chunk, run.next(chunk));
            }
            run.end();
        } else if (file.body() instanceof Body.Listed listed) {
            ChunkRun run = new ChunkRun(file.path(), file.size(), listed.average());
            list(listed.top(), listed.level(), run, visitor);
            run.end();
        }
    }

    private void list(Node node, int level, ChunkRun run, ChunkVisitor visitor)
            throws BadManifestException, IOException {
        TreePage page = TreePages.expect(TreePages.decodeSealed(open(node)), level, node);
        for (Node below : page.nodes()) {
            if (level == 0) {
                StoredChunk chunk = below.chunk();
                visitor.chunk(chunk, run.next(chunk));
            } else {
                list(below, level - 1, run, visitor);
            }
        }
    }

    private ByteBuffer open(Node node) throws BadManifestException, IOException {
        StoredChunk chunk = node.chunk();
        ByteBuffer stored =
                pages.page(chunk.id()).orElseThrow(() -> new IOException("page " + chunk.id() + " is missing"));
        return SealedPages.open(ciphers, chunk, stored)
                .orElseThrow(() -> new BadManifestException("a page of the catalog does not open"));
    }
}
