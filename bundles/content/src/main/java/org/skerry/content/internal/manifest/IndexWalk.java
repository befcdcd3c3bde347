// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.skerry.api.ChunkId;

/**
 * Goes through the index in order. All of its pages must be in the page source. Holds one page of each level, and the
 * ids of the pages it has been to: the index lists nothing twice, so one that comes back would make the walk endless.
 */
public final class IndexWalk {

    private final PageSource pages;
    private final Root root;
    private final Visitor visitor;
    private final Set<ChunkId> visited = new HashSet<>();
    private long position;

    /** Hears what the index lists. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * The next entry.
         *
         * @param node a chunk of content, or from position {@link Root#chunks} on a page of the catalog
         * @param position from 0
         * @throws BadManifestException if it must not stand there
         */
        void entry(Node node, long position) throws BadManifestException;
    }

    /**
     * A walk.
     *
     * @param pages has all pages of the index
     * @param root names its top
     * @param visitor hears each entry
     */
    public IndexWalk(PageSource pages, Root root, Visitor visitor) {
        this.pages = pages;
        this.root = root;
        this.visitor = visitor;
    }

    /**
     * Goes.
     *
     * @return number of entries
     * @throws BadManifestException if a page breaks a rule
     * @throws IOException if a page cannot be read
     */
    public long run() throws BadManifestException, IOException {
        TreePage top = page(root.index(), root.indexLength());
        descend(TreePages.expect(top, root.indexLevel(), null));
        if (position < root.chunks()) {
            throw new BadManifestException("the index lists fewer chunks than the root says");
        }
        return position;
    }

    private void descend(TreePage page) throws BadManifestException, IOException {
        for (Node node : page.nodes()) {
            if (page.level() == 0) {
                visitor.entry(node, position++);
            } else {
                TreePage below = page(node.id(), node.length());
                descend(TreePages.expect(below, page.level() - 1, node));
            }
        }
    }

    private TreePage page(ChunkId id, int length) throws BadManifestException, IOException {
        if (!visited.add(id)) {
            throw new BadManifestException("the index has a page twice");
        }
        ByteBuffer stored = pages.page(id).orElseThrow(() -> new IOException("page " + id + " is missing"));
        if (stored.remaining() != length) {
            throw new BadManifestException("a page of the index has another length than the page above says");
        }
        return TreePages.decodeClear(stored);
    }
}
