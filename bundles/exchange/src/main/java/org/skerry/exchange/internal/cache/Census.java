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
import org.skerry.spi.store.ChunkStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a restart which chunks of a holding are in the stores, without reading them. One holding after the other, once
 * there are stores and content. A store that fails for a moment has lost nothing: what cannot be told then is counted again
 * later. Confined to the loop.
 */
final class Census {

    private static final Logger LOG = LoggerFactory.getLogger(Census.class);

    /** Of several stores, the others come soon after the first one. */
    private static final Duration AFTER = Duration.ofMillis(500);

    /** After a store has failed. Counting takes seconds for 10 GiB. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

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
        List<ChunkStore> stores = sources.stores();
        long failures = sources.failures();
        long[] found = {0, 0};
        walks.walk(holding, 0, entries -> look(entries, found))
                .thenAcceptAsync(
                        walk -> {
                            Result result = new Result(!walk.gaps() && found[1] == 0, found[0]);
                            if (!able() || walk.blind() || !stores.equals(sources.stores())) {
                                waiting.addFirst(holding); // what went meanwhile says nothing
                            } else if (!result.whole() && failures != sources.failures()) {
                                countLater(holding);
                            } else if (clearings == holding.clearings()
                                    && holding.fetch().isEmpty()) {
                                counted.accept(holding, result);
                            }
                            next();
                        },
                        context.loop());
    }

    private void countLater(Holding holding) {
        LOG.debug("a store failed while chunks of {} were counted, counts again later", holding.root());
        context.loop().schedule(AGAIN, () -> count(holding));
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
