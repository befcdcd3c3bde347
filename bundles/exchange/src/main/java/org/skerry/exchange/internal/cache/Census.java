// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;

/**
 * Looks after a restart which chunks of a holding are in the stores, without reading them. One holding after the other, once
 * there are stores and content. Confined to the loop.
 */
final class Census {

    /** Of several stores, the others come soon after the first one. */
    private static final Duration AFTER = Duration.ofMillis(500);

    /** @param whole whether all of it is here; @param bytes lengths of the chunks that are */
    record Result(boolean whole, long bytes) {}

    private final ExchangeContext context;
    private final Sources sources;
    private final Supplier<Optional<Contents>> contents;
    private final Batch.Walks walks;
    private final BiConsumer<Holding, Result> counted;
    private final ArrayDeque<Holding> waiting = new ArrayDeque<>();
    private boolean busy;

    Census(
            ExchangeContext context,
            Sources sources,
            Supplier<Optional<Contents>> contents,
            Batch.Walks walks,
            BiConsumer<Holding, Result> counted) {
        this.context = context;
        this.sources = sources;
        this.contents = contents;
        this.walks = walks;
        this.counted = counted;
    }

    void count(Holding holding) {
        waiting.add(holding);
        update();
    }

    /** Stores or content have come or gone. */
    void update() {
        if (!busy && !waiting.isEmpty() && able()) {
            busy = true;
            context.loop().schedule(AFTER, this::next);
        }
    }

    private boolean able() {
        return !sources.stores().isEmpty() && contents.get().isPresent();
    }

    private void next() {
        if (waiting.isEmpty() || !able()) {
            busy = false;
            return;
        }
        Holding holding = waiting.remove();
        int clearings = holding.clearings();
        long[] found = {0, 0};
        walks.walk(holding, 0, entries -> look(entries, found))
                .thenAcceptAsync(
                        walk -> {
                            if (!able()) {
                                waiting.addFirst(holding); // what went meanwhile says nothing
                            } else if (clearings == holding.clearings()
                                    && holding.fetch().isEmpty()) {
                                counted.accept(holding, new Result(!walk.gaps() && found[1] == 0, found[0]));
                            }
                            next();
                        },
                        context.loop());
    }

    private CompletionStage<Boolean> look(List<IndexPage.Entry> entries, long[] found) {
        List<ChunkId> ids = entries.stream().map(IndexPage.Entry::id).toList();
        return sources.kept(ids)
                .thenApplyAsync(
                        here -> {
                            add(entries, here, found);
                            return true;
                        },
                        context.loop());
    }

    private static void add(List<IndexPage.Entry> entries, BitSet here, long[] found) {
        for (int i = 0; i < entries.size(); i++) {
            found[0] += here.get(i) ? entries.get(i).length() : 0;
            found[1] += here.get(i) ? 0 : 1;
        }
    }
}
