// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.base.loop.Loop;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;

/**
 * Goes, along its index, through every chunk of a content that some sources say to have. They compare hashes, so what they give
 * is right. One chunk at a time: who fetches meanwhile comes first. Confined to the loop.
 */
public final class ContentWalk {

    private final Loop loop;
    private final Contents contents;
    private final List<ChunkSource> sources;
    private final boolean reads;
    private final ArrayDeque<ChunkId> pages = new ArrayDeque<>();
    private final ArrayDeque<ChunkId> chunks = new ArrayDeque<>();
    private final List<ChunkId> damaged = new ArrayList<>();
    private final CompletableFuture<Found> done = new CompletableFuture<>();
    private long read;
    private long bytes;
    private long missing;

    /**
     * What was found.
     *
     * @param chunks that were read, or found if they were not to be read
     * @param bytes of them
     * @param missing how many were not there, as far as the index is known
     * @param damaged those that the sources have and cannot give
     */
    public record Found(long chunks, long bytes, long missing, List<ChunkId> damaged) {}

    /**
     * Walks.
     *
     * @param loop where
     * @param contents knows what an index looks like
     * @param sources where the chunks are
     * @param reads whether to read those of the files, too; pages are read in any case. A store drops what it finds damaged when
     *     it reads it, so who only looks asks a store no more than what it has
     */
    public ContentWalk(Loop loop, Contents contents, List<ChunkSource> sources, boolean reads) {
        this.loop = loop;
        this.contents = contents;
        this.sources = sources;
        this.reads = reads;
    }

    /** Begins at a root. */
    public CompletionStage<Found> run(ChunkId root) {
        pages.add(root);
        next();
        return done;
    }

    private void next() {
        ChunkId chunk = chunks.poll();
        if (chunk != null) {
            read(chunk, false, true);
            return;
        }
        ChunkId page = pages.poll();
        if (page == null) {
            done.complete(new Found(read, bytes, missing, List.copyOf(damaged)));
            return;
        }
        ask(List.of(page), true);
    }

    private void ask(List<ChunkId> ids, boolean page) {
        Sources.has(sources, ids).thenAcceptAsync(here -> sort(ids, here, page), loop);
    }

    private void sort(List<ChunkId> ids, BitSet here, boolean page) {
        missing += ids.size() - here.cardinality();
        if (page && here.get(0)) {
            read(ids.get(0), true, true);
            return;
        }
        if (!page && !reads) {
            read += here.cardinality();
        } else if (!page) {
            here.stream().forEach(i -> chunks.add(ids.get(i)));
        }
        next();
    }

    /** Reads twice before it believes the worst: a file gets its name just now, perhaps. */
    private void read(ChunkId id, boolean page, boolean again) {
        Sources.read(sources, id)
                .thenAcceptAsync(
                        found -> {
                            if (found instanceof ChunkRead.Found chunk) {
                                read++;
                                bytes += chunk.chunk().remaining();
                                Optional<IndexPage> index =
                                        page ? contents.indexPage(id, chunk.chunk()) : Optional.empty();
                                index.ifPresentOrElse(this::descend, this::next);
                            } else if (again) {
                                read(id, page, false);
                            } else {
                                damaged.add(id);
                                next();
                            }
                        },
                        loop);
    }

    private void descend(IndexPage page) {
        List<ChunkId> below = page.entries().stream().map(IndexPage.Entry::id).toList();
        if (page.level() > 0) {
            pages.addAll(below);
            next();
        } else if (below.isEmpty()) {
            next();
        } else {
            ask(below, false);
        }
    }
}
