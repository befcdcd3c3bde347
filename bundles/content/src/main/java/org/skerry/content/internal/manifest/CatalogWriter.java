// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skerry.base.crypto.HmacKey;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.manifest.CatalogEntry.Body;

/**
 * Writes the catalog, entry after entry, holding one unfinished page per level. Pages with entries end after a path that
 * a keyed hash picks, or when they are big. Not thread-safe.
 */
public final class CatalogWriter {

    /** Most entries of a page of the catalog above those with entries, or of a chunk list: keeps pages under 256 KiB. */
    static final int MAX_NODES = 2048;

    private static final int MIN_ENTRIES = 16;
    private static final long BOUNDARY_MASK = 255;
    private static final int MAX_BYTES = 192 << 10;
    private static final int ENTRY_BYTES = 64;
    private static final int CHUNK_BYTES = 72;

    private final PageWriter pages;
    private final HmacKey boundary;
    private final TreeWriter tree;
    private final List<CatalogEntry> entries = new ArrayList<>();
    private int bytes;

    /** Stores sealed pages. */
    @FunctionalInterface
    public interface PageWriter {

        /**
         * Seals and stores a page.
         *
         * @param encoded its plaintext without padding
         * @return its name
         * @throws IOException if it cannot be stored
         */
        StoredChunk write(byte[] encoded) throws IOException;
    }

    /**
     * An empty catalog.
     *
     * @param pages stores its pages
     * @param boundaryKey decides where pages end
     */
    public CatalogWriter(PageWriter pages, byte[] boundaryKey) {
        this.pages = pages;
        this.boundary = new HmacKey(boundaryKey);
        this.tree = tree(pages, 1);
    }

    private static TreeWriter tree(PageWriter pages, int base) {
        return new TreeWriter(base, MAX_NODES, page -> {
            StoredChunk chunk = pages.write(TreePages.encode(page));
            return new Node(chunk.id(), chunk.tag(), chunk.length(), page.count(), page.bytes());
        });
    }

    /**
     * Begins the list of a file with more chunks than an entry holds.
     *
     * @return takes its chunks
     */
    public TreeWriter chunkList() {
        return tree(pages, 0);
    }

    /**
     * Whether a file of so many chunks needs a list of its own.
     *
     * @param chunks how many
     * @return true if they do not fit into its entry
     */
    public static boolean needsList(long chunks) {
        return chunks > FileBodies.MAX_INLINE;
    }

    /**
     * Adds an entry.
     *
     * @param entry the next in order
     * @throws IOException if a page cannot be stored
     */
    public void add(CatalogEntry entry) throws IOException {
        entries.add(entry);
        byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        bytes += ENTRY_BYTES + path.length + bodyBytes(entry);
        boolean picked = (ByteBuffer.wrap(boundary.of(path)).getLong() & BOUNDARY_MASK) == 0;
        if (picked && entries.size() >= MIN_ENTRIES
                || bytes >= MAX_BYTES
                || entries.size() == CatalogLeaf.MAX_ENTRIES) {
            flush();
        }
    }

    private static int bodyBytes(CatalogEntry entry) {
        if (entry instanceof CatalogEntry.Symlink link) {
            return link.target().length() * 3;
        }
        if (entry instanceof CatalogEntry.File file && file.body() instanceof Body.Inline inline) {
            return CHUNK_BYTES * inline.chunks().size();
        }
        return CHUNK_BYTES;
    }

    private void flush() throws IOException {
        StoredChunk leaf = pages.write(CatalogLeaf.encode(entries));
        tree.add(new Node(leaf.id(), leaf.tag(), leaf.length(), entries.size(), leaf.length()));
        entries.clear();
        bytes = 0;
    }

    /**
     * Ends the catalog.
     *
     * @param name of what was shared
     * @param folder mode and time of the shared folder, if it is one
     * @param files number of files
     * @param fileBytes their sizes together
     * @param empty whether no entry was added
     * @return its top page
     * @throws IOException if a page cannot be stored
     */
    public StoredChunk finish(
            String name, Optional<CatalogTop.Attributes> folder, long files, long fileBytes, boolean empty)
            throws IOException {
        if (empty) {
            return pages.write(new CatalogTop(name, folder, Optional.empty(), 0, files, fileBytes).encode());
        }
        if (!entries.isEmpty()) {
            flush();
        }
        TreeWriter.Top top = tree.finish();
        return pages.write(
                new CatalogTop(name, folder, Optional.of(top.node()), top.level(), files, fileBytes).encode());
    }
}
