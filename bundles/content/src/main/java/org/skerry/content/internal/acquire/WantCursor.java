// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.manifest.BadManifestException;
import org.skerry.content.internal.manifest.Node;
import org.skerry.content.internal.manifest.PageSource;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.manifest.TreePage;
import org.skerry.content.internal.manifest.TreePages;
import org.skerry.spi.content.WantedChunk;

/** Names the missing chunks of content in the order of the index, one page of each level in memory. For one thread. */
final class WantCursor {

    private final PageSource pages;
    private final Progress progress;
    private final long chunks;
    private final ArrayDeque<Frame> open = new ArrayDeque<>();
    private long position;

    private static final class Frame {
        final ChunkId id;
        final TreePage page;
        int next;

        Frame(ChunkId id, TreePage page) {
            this.id = id;
            this.page = page;
        }
    }

    WantCursor(PageSource pages, Root root, Progress progress) throws IOException, BadManifestException {
        this.pages = pages;
        this.progress = progress;
        this.chunks = root.chunks();
        descend(root.index());
    }

    private void descend(ChunkId id) throws IOException, BadManifestException {
        open.push(new Frame(
                id,
                TreePages.decodeClear(
                        pages.page(id).orElseThrow(() -> new IOException("page " + id + " is missing")))));
    }

    /** The next wants, at most so many; fewer only at the end. */
    List<WantedChunk> next(int most) throws IOException, BadManifestException {
        List<WantedChunk> wanted = new ArrayList<>();
        while (wanted.size() < most && position < chunks && !open.isEmpty()) {
            Frame frame = open.element();
            if (frame.next == frame.page.nodes().size()) {
                open.pop();
                continue;
            }
            int slot = frame.next++;
            Node node = frame.page.nodes().get(slot);
            if (frame.page.level() > 0) {
                descend(node.id());
                continue;
            }
            if (!progress.isTaken(position)) {
                wanted.add(new WantedChunk(node.id(), node.length(), false, position, Optional.of(frame.id), slot));
            }
            position++;
        }
        return wanted;
    }
}
