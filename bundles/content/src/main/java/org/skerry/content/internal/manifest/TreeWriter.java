// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a tree of pages from the bottom, holding one unfinished page per level. A page ends after an entry whose id says
 * so, so that an edit changes the pages it touches and those above them, and no others. Not thread-safe.
 */
public final class TreeWriter {

    private static final int MIN_NODES = 64;
    private static final long BOUNDARY_MASK = 511;

    private final int base;
    private final int maxNodes;
    private final PageSink sink;
    private final List<List<Node>> pending = new ArrayList<>();

    /** Takes finished pages. */
    @FunctionalInterface
    public interface PageSink {

        /**
         * Writes a page.
         *
         * @param page which
         * @return the entry for the page above
         * @throws IOException if it cannot be stored
         */
        Node write(TreePage page) throws IOException;
    }

    /**
     * The top of a finished tree.
     *
     * @param node its entry
     * @param level of the page it names
     */
    public record Top(Node node, int level) {}

    /**
     * An empty tree.
     *
     * @param base level of its lowest pages: 0 if they list chunks
     * @param maxNodes most entries of a page
     * @param sink takes the pages
     */
    public TreeWriter(int base, int maxNodes, PageSink sink) {
        this.base = base;
        this.maxNodes = maxNodes;
        this.sink = sink;
    }

    /**
     * Adds behind the last.
     *
     * @param node an entry of the lowest level
     * @throws IOException if a page cannot be stored
     */
    public void add(Node node) throws IOException {
        add(0, node);
    }

    private void add(int depth, Node node) throws IOException {
        if (depth == pending.size()) {
            pending.add(new ArrayList<>());
        }
        List<Node> page = pending.get(depth);
        page.add(node);
        boolean boundary = page.size() >= MIN_NODES && (node.id().tail() & BOUNDARY_MASK) == 0;
        if (boundary || page.size() >= maxNodes) {
            flush(depth);
        }
    }

    private void flush(int depth) throws IOException {
        List<Node> nodes = List.copyOf(pending.get(depth));
        pending.get(depth).clear();
        add(depth + 1, sink.write(new TreePage(base + depth, nodes)));
    }

    /**
     * Ends the tree.
     *
     * @return its top; if there is one entry in all and the lowest level lists pages, that entry
     * @throws IOException if a page cannot be stored
     * @throws IllegalStateException if nothing was added
     */
    public Top finish() throws IOException {
        for (int depth = 0; depth < pending.size(); depth++) {
            List<Node> page = pending.get(depth);
            boolean highest = depth == pending.size() - 1;
            if (highest && page.size() == 1 && (depth > 0 || base > 0)) {
                return new Top(page.get(0), base + depth - 1);
            }
            if (!page.isEmpty()) {
                flush(depth);
            }
        }
        throw new IllegalStateException("an empty tree has no top");
    }
}
