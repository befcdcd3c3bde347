// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.IndexPage;

/**
 * Takes chunks of one holding away, in content order, batch by batch, until enough is free or none is left; then its pages. What
 * a keeper needs stays. Confined to the loop; one at a time.
 */
final class Clearing {

    /** What a clearing needs of those who ask for it. */
    interface Terms {

        /** {@return whether it is still to go on} */
        boolean wanted();

        /** {@return holdings whose chunks stay} */
        List<Holding> keepers();

        /** {@return other holdings, which lose what they share with this one} */
        List<Holding> losers();

        /** This batch is being gathered and removed now, so that what comes in again can be spared. */
        void batch(Batch now);
    }

    private final ExchangeContext context;
    private final Sources sources;
    private final Batch.Walks walks;
    private final Holding holding;
    private final long enough;
    private final Terms terms;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final Set<ChunkId> pages = new LinkedHashSet<>();
    private long freed;
    private int passed;

    /** @param enough bytes after which it ends */
    Clearing(ExchangeContext context, Sources sources, Batch.Walks walks, Holding holding, long enough, Terms terms) {
        this.context = context;
        this.sources = sources;
        this.walks = walks;
        this.holding = holding;
        this.enough = enough;
        this.terms = terms;
    }

    /** {@return completes on the loop with whether none of its chunks is left that may go} */
    CompletionStage<Boolean> run() {
        holding.clearing();
        round();
        return done;
    }

    private void round() {
        if (!terms.wanted() || freed >= enough) {
            done.complete(false);
            return;
        }
        Batch batch = new Batch(context, sources, pages);
        terms.batch(batch);
        passed = 0;
        walks.walk(holding, holding.clearedPages(), entries -> gather(batch, entries))
                .thenAcceptAsync(walk -> compare(batch, walk), context.loop());
    }

    private CompletionStage<Boolean> gather(Batch batch, List<IndexPage.Entry> entries) {
        List<ChunkId> ids = entries.stream().map(IndexPage.Entry::id).toList();
        return sources.kept(ids).thenApplyAsync(here -> gather(batch, entries, here), context.loop());
    }

    private boolean gather(Batch batch, List<IndexPage.Entry> entries, BitSet here) {
        for (int i = here.nextSetBit(0); i >= 0 && i < entries.size(); i = here.nextSetBit(i + 1)) {
            if (batch.full()) {
                return false;
            }
            batch.add(entries.get(i).id(), entries.get(i).length());
        }
        passed++;
        return terms.wanted();
    }

    private void compare(Batch batch, IndexWalk walk) {
        if (walk.blind()) {
            done.complete(true); // nothing that may go now
            return;
        }
        boolean end = !walk.stopped();
        if (end) {
            pages.addAll(walk.pages());
        }
        batch.spareFor(terms.keepers(), walks)
                .thenAcceptAsync(
                        known -> {
                            if (known && terms.wanted()) {
                                remove(batch, end);
                            } else {
                                done.complete(!known);
                            }
                        },
                        context.loop());
    }

    /** What others lose with it is not here for them either. */
    private void deduct(Batch batch, List<Holding> losers, int at, boolean end) {
        if (at == losers.size()) {
            goOn(end);
            return;
        }
        Holding loser = losers.get(at);
        walks.walk(loser, 0, entries -> {
                    long lost = entries.stream()
                            .mapToLong(it -> batch.removed(it.id()))
                            .sum();
                    loser.bytesHere(loser.bytesHere() - lost);
                    return CompletableFuture.completedFuture(true);
                })
                .thenAcceptAsync(walk -> deduct(batch, losers, at + 1, end), context.loop());
    }

    private void remove(Batch batch, boolean end) {
        batch.remove(enough - freed, terms::wanted)
                .thenAcceptAsync(
                        bytes -> {
                            boolean through = batch.isEmpty();
                            freed += bytes;
                            holding.bytesHere(holding.bytesHere() - bytes);
                            holding.clearedPages(holding.clearedPages() + (through ? passed : 0));
                            deduct(batch, bytes == 0 ? List.of() : terms.losers(), 0, end && through);
                        },
                        context.loop());
    }

    private void goOn(boolean end) {
        if (end && freed < enough && terms.wanted()) {
            removePages();
        } else {
            round();
        }
    }

    /** Those below first, so that what is left is found from the root if this is cut short. */
    private void removePages() {
        List<ChunkId> all = new ArrayList<>(pages);
        Batch batch = new Batch(context, sources, pages);
        terms.batch(batch);
        for (int i = all.size() - 1; i >= 0; i--) {
            batch.add(all.get(i), 0);
        }
        batch.remove(Long.MAX_VALUE, terms::wanted)
                .thenAcceptAsync(
                        bytes -> {
                            boolean gone = batch.isEmpty();
                            holding.bytesHere(gone ? 0 : holding.bytesHere());
                            holding.clearedPages(0);
                            holding.empty(gone);
                            done.complete(gone);
                        },
                        context.loop());
    }
}
