// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.Cache;
import org.skerry.api.CacheException;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.cache.CacheSurroundings;
import org.skerry.exchange.internal.cache.HoldingRecord;
import org.skerry.exchange.internal.cache.Holdings;
import org.skerry.exchange.internal.serve.HaveAnswers;

/** Joins what is kept for others with transfers, swarms and the journal; answers the operator, from any thread. */
public final class Caches implements Cache, CacheSurroundings {

    private final Ground ground;
    private final HaveAnswers have;
    private final Holdings holdings;
    private @Nullable Transfers transfers;

    /** Begins with none; {@link #transfers} comes before anything is asked of it. */
    public Caches(Ground ground, HaveAnswers have) {
        this.ground = ground;
        this.have = have;
        this.holdings = new Holdings(ground.context(), ground.sources(), ground::contents, this);
    }

    /** What fetches. */
    public void transfers(Transfers all) {
        transfers = all;
    }

    /** {@return what is kept; on the loop} */
    public Holdings holdings() {
        return holdings;
    }

    @Override
    public CompletionStage<CachedContent> add(ContentLink link, boolean pin) {
        return this.<Optional<CachedContent>>ask(asked -> answer(asked, holdings.add(link.withoutSecret(), pin)))
                .thenApply(it -> it.orElseThrow());
    }

    @Override
    public CompletionStage<Optional<CachedContent>> pin(ChunkId root, boolean pinned) {
        return ask(asked -> answer(asked, holdings.pin(root, pinned)));
    }

    @Override
    public CompletionStage<Optional<CachedContent>> drop(ChunkId root) {
        return ask(asked -> done(asked, holdings.drop(root)));
    }

    @Override
    public CompletionStage<List<CachedContent>> list() {
        return ask(asked -> done(asked, holdings.list()));
    }

    /** Answers are given by a worker: what the asker does with it must not hold the loop. */
    private <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
        CompletableFuture<T> asked = new CompletableFuture<>();
        ground.context().loop().execute(() -> question.accept(asked));
        return asked.minimalCompletionStage();
    }

    private <T> void done(CompletableFuture<T> asked, T answer) {
        asked.completeAsync(() -> answer, ground.context().workers());
    }

    private void answer(CompletableFuture<Optional<CachedContent>> asked, Holdings.Answer answer) {
        if (answer.refusal().isPresent()) {
            CacheException refused = new CacheException(answer.refusal().get());
            ground.context().workers().execute(() -> asked.completeExceptionally(refused));
        } else {
            done(asked, Optional.ofNullable(answer.content()));
        }
    }

    @Override
    public void join(Object owner, SwarmId swarm, boolean whole) {
        ground.memberships().put(owner, swarm, false, whole);
    }

    @Override
    public void leave(Object owner, SwarmId swarm) {
        ground.memberships().remove(owner, swarm);
    }

    @Override
    public void whole(SwarmId swarm, ChunkId root) {
        have.whole(swarm, root);
    }

    @Override
    public void retract(SwarmId swarm) {
        have.retract(swarm);
    }

    @Override
    public void tellAgain(SwarmId swarm) {
        have.tellAgain(swarm);
    }

    @Override
    public void fetch(ContentLink link, boolean asked) {
        if (transfers != null) {
            transfers.follow(link, asked);
        }
    }

    @Override
    public void cancel(ContentLink link) {
        if (transfers != null) {
            transfers.cancelCached(link);
        }
    }

    @Override
    public void keep(HoldingRecord record) {
        ground.journal().keep(record);
    }

    @Override
    public void forget(ChunkId root) {
        ground.journal().forgetHolding(root);
    }
}
