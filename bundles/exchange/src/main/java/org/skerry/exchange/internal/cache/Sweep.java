// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;

/** Removes from the stores what no holding knows: left by what was cut short. Confined to the loop. */
final class Sweep {

    private static final int PAGE = 4096;

    private final ExchangeContext context;
    private final Sources sources;
    private final Batch.Walks walks;
    private final Supplier<List<Holding>> known;
    private final Consumer<Batch> batches;
    private final List<ChunkStore> stores;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Sweep(
            ExchangeContext context,
            Sources sources,
            Batch.Walks walks,
            Supplier<List<Holding>> known,
            Consumer<Batch> batches) {
        this.context = context;
        this.sources = sources;
        this.walks = walks;
        this.known = known;
        this.batches = batches;
        this.stores = new ArrayList<>(sources.stores());
    }

    /** {@return completes on the loop} */
    CompletionStage<Boolean> run() {
        gather(new Batch(context, sources, new ArrayList<>()), Optional.empty());
        return done;
    }

    private void gather(Batch batch, Optional<Cursor> after) {
        if (stores.isEmpty()) {
            remove(batch, Optional.empty());
            return;
        }
        batches.accept(batch);
        scan(stores.get(0), after)
                .exceptionally(gone -> Page.of(List.of(), Optional.empty()))
                .thenAcceptAsync(
                        page -> {
                            page.ids().forEach(it -> batch.add(it, 0));
                            if (page.next().isEmpty()) {
                                stores.remove(0);
                            }
                            if (batch.full()) {
                                remove(batch, page.next());
                            } else {
                                gather(batch, page.next());
                            }
                        },
                        context.loop());
    }

    private static CompletionStage<Page> scan(ChunkStore store, Optional<Cursor> after) {
        try {
            return Objects.requireNonNull(store.scan(after, PAGE));
        } catch (RuntimeException | LinkageError gone) {
            return CompletableFuture.failedFuture(gone);
        }
    }

    private void remove(Batch batch, Optional<Cursor> after) {
        batch.spareFor(known.get(), walks)
                .thenComposeAsync(
                        sure -> sure ? batch.remove(Long.MAX_VALUE, () -> true) : CompletableFuture.completedFuture(0L),
                        context.loop())
                .thenAcceptAsync(
                        bytes -> {
                            if (stores.isEmpty()) {
                                done.complete(true);
                            } else {
                                gather(new Batch(context, sources, new ArrayList<>()), after);
                            }
                        },
                        context.loop());
    }
}
