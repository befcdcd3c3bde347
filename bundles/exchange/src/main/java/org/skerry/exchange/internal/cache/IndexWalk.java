// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;

/**
 * Goes through the index of a content as far as its pages are in the stores, in content order, one page at a time. Confined to
 * the loop; pages are parsed on workers.
 */
final class IndexWalk {

    /** What docs/protocol.md allows a manifest, so that a hostile one ends. */
    private static final int MOST_PAGES = 131_072;

    /** Takes the pages that list chunks. */
    @FunctionalInterface
    interface Visitor {

        /** {@return whether to go on} */
        CompletionStage<Boolean> leaf(List<IndexPage.Entry> entries);
    }

    private record Ref(ChunkId page, boolean leaf) {}

    private final ExchangeContext context;
    private final Sources sources;
    private final Supplier<Optional<Contents>> contents;
    private final Visitor visitor;
    private final ArrayDeque<Ref> stack = new ArrayDeque<>();
    private final Set<ChunkId> pages = new LinkedHashSet<>();
    private final CompletableFuture<IndexWalk> done = new CompletableFuture<>();
    private int skip;
    private boolean gaps;
    private boolean stopped;
    private volatile boolean blind;

    /** @param skip so many pages that list chunks are passed over at the front */
    IndexWalk(
            ExchangeContext context,
            Sources sources,
            Supplier<Optional<Contents>> contents,
            int skip,
            Visitor visitor) {
        this.context = context;
        this.sources = sources;
        this.contents = contents;
        this.skip = skip;
        this.visitor = visitor;
    }

    /** Begins at a root. @return completes on the loop with this, never exceptionally */
    CompletionStage<IndexWalk> from(ChunkId root) {
        stack.push(new Ref(root, false));
        next();
        return done;
    }

    /** {@return the root and the pages that are known, also those that are not here} */
    Set<ChunkId> pages() {
        return pages;
    }

    /** {@return whether a page was not here, or could not be read} */
    boolean gaps() {
        return gaps;
    }

    /** {@return whether there was nobody to read a page} */
    boolean blind() {
        return blind;
    }

    /** {@return whether the visitor ended it} */
    boolean stopped() {
        return stopped;
    }

    private void next() {
        while (!stopped && !stack.isEmpty() && pages.size() < MOST_PAGES) {
            Ref ref = stack.pop();
            if (!pages.add(ref.page())) {
                continue;
            }
            if (ref.leaf() && skip > 0) {
                skip--;
                continue;
            }
            sources.kept(ref.page())
                    .thenApplyAsync(read -> parse(ref.page(), read), context.workers())
                    .exceptionally(failed -> Optional.empty())
                    .thenAcceptAsync(this::visit, context.loop());
            return;
        }
        gaps |= !stack.isEmpty() && !stopped;
        done.complete(this);
    }

    private Optional<IndexPage> parse(ChunkId id, ChunkRead read) {
        if (!(read instanceof ChunkRead.Found found)) {
            return Optional.empty();
        }
        ByteBuffer chunk = found.chunk();
        Optional<Contents> reader = contents.get();
        blind |= reader.isEmpty();
        return reader.flatMap(it -> it.indexPage(id, chunk));
    }

    private void visit(Optional<IndexPage> read) {
        if (read.isEmpty()) {
            gaps = true;
            next();
            return;
        }
        IndexPage page = read.get();
        if (page.level() > 0) {
            for (int i = page.entries().size() - 1; i >= 0; i--) {
                stack.push(new Ref(page.entries().get(i).id(), page.level() == 1));
            }
            next();
            return;
        }
        visitor.leaf(page.entries())
                .exceptionally(failed -> false)
                .thenAcceptAsync(
                        goOn -> {
                            stopped = !goOn;
                            next();
                        },
                        context.loop());
    }
}
