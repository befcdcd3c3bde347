// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.cache.HoldingRecord.Stage;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.spi.content.Contents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room when there is too little, and drops what the operator wants dropped: one holding at a time. Of those that are
 * neither pinned nor being fetched the least recently served goes first; when none is left, chunks that no holding knows go.
 * Confined to the loop.
 */
final class Evictions {

    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);

    /** A store that was still counting itself turns out to hold more. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** A sweep goes through all that the stores have. */
    private static final Duration SWEEP = Duration.ofMinutes(10);

    private static final Comparator<Holding> LEAST_RECENT =
            Comparator.comparing(Holding::recency).thenComparingLong(Holding::number);

    private final ExchangeContext context;
    private final Sources sources;
    private final Supplier<Optional<Contents>> contents;
    private final Batch.Walks walks;
    private final Holdings holdings;
    private final CacheSurroundings around;
    private final Room room;
    private final ArrayDeque<Holding> toDrop = new ArrayDeque<>();
    /** What was tried in this shortage, and had nothing to give. */
    private final Set<Holding> exhausted = new HashSet<>();

    private @Nullable Batch batch;
    private boolean busy;
    private boolean looking;
    private boolean swept;
    private boolean cleared;

    Evictions(
            ExchangeContext context,
            Sources sources,
            Supplier<Optional<Contents>> contents,
            Batch.Walks walks,
            Holdings holdings,
            CacheSurroundings around) {
        this.context = context;
        this.sources = sources;
        this.contents = contents;
        this.walks = walks;
        this.holdings = holdings;
        this.around = around;
        this.room = new Room(context, sources, this::begin);
    }

    Room room() {
        return room;
    }

    /** A chunk comes in: nothing removes it any more when this completes. */
    CompletionStage<?> spare(ChunkId chunk) {
        return batch == null ? CompletableFuture.completedFuture(null) : batch.spare(chunk);
    }

    void drop(Holding holding) {
        if (!toDrop.contains(holding)) {
            toDrop.add(holding);
        }
        begin();
    }

    /** Looks whether there is too little room, now and from time to time. */
    void look() {
        begin();
        if (!looking && context.settings().cache().quota() > 0) {
            looking = true;
            context.loop().schedule(LOOK, () -> {
                looking = false;
                look();
            });
        }
    }

    private boolean able() {
        return holdings.takenUp()
                && !sources.stores().isEmpty()
                && contents.get().isPresent();
    }

    private void begin() {
        room.settle();
        if (!busy && able() && (!toDrop.isEmpty() || room.over() > 0)) {
            busy = true;
            exhausted.clear();
            cleared = false;
            context.loop().execute(this::next);
        }
    }

    private void next() {
        room.settle();
        if (!able()) {
            batch = null;
            busy = false; // goes on when providers have come back
            return;
        }
        Holding drop = toDrop.poll();
        if (drop != null) {
            drops(drop);
            return;
        }
        long over = room.over();
        Optional<Holding> victim = over == 0 ? Optional.empty() : victim();
        if (victim.isPresent()) {
            evict(victim.get(), over);
        } else if (over > 0 && !swept) {
            swept = true;
            context.loop().schedule(SWEEP, () -> swept = false);
            new Sweep(context, sources, walks, this::others, it -> batch = it)
                    .run()
                    .thenRunAsync(this::next, context.loop());
        } else {
            end(over);
        }
    }

    private void end(long over) {
        batch = null;
        busy = false;
        List<Holding> refused = over > 0 ? room.giveUp() : List.of();
        if (cleared && over == 0) {
            holdings.roomMade();
        }
        refused.forEach(it -> LOG.warn(
                "no room for {}: what is pinned or being fetched takes all of cache.quota = {}",
                it.root(),
                context.settings().cache().quota()));
    }

    private List<Holding> others() {
        return holdings.all();
    }

    private boolean evictable(Holding it) {
        return !it.pinned() && !it.active() && !room.awaits(it) && it.stage() != Stage.DROPPING;
    }

    private Optional<Holding> victim() {
        return holdings.all().stream()
                .filter(it -> evictable(it) && !it.empty() && !exhausted.contains(it))
                .min(LEAST_RECENT);
    }

    private void evict(Holding victim, long over) {
        cleared = true;
        LOG.info(
                "makes room for {} bytes: drops chunks of {}, last served or stored {}",
                over,
                victim.root(),
                victim.recency());
        List<Holding> losers = losers(victim);
        holdings.evicting(victim);
        losers.forEach(holdings::evicting);
        Clearing.Terms terms = new Terms(victim, losers) {
            @Override
            public boolean wanted() {
                return evictable(victim) && context.settings().cache().quota() > 0;
            }
        };
        new Clearing(context, sources, walks, victim, over, terms)
                .run()
                .thenAcceptAsync(
                        empty -> {
                            if (empty || !evictable(victim)) {
                                exhausted.add(victim);
                            }
                            holdings.evicted(victim);
                            losers.forEach(holdings::evicted);
                            next();
                        },
                        context.loop());
    }

    /** Those that go before it anyway lose what they share with it. */
    private List<Holding> losers(Holding victim) {
        return holdings.all().stream()
                .filter(it -> it != victim && evictable(it) && LEAST_RECENT.compare(it, victim) < 0)
                .toList();
    }

    private void drops(Holding holding) {
        cleared = true;
        Clearing.Terms terms = new Terms(holding, List.of()) {
            @Override
            public boolean wanted() {
                return holding.stage() == Stage.DROPPING;
            }
        };
        new Clearing(context, sources, walks, holding, Long.MAX_VALUE, terms)
                .run()
                .thenAcceptAsync(
                        empty -> {
                            around.tellAgain(holding.swarm());
                            if (holding.stage() == Stage.DROPPING && empty && able()) {
                                holdings.forget(holding);
                                LOG.info("dropped {}", holding.root());
                            } else if (holding.stage() == Stage.DROPPING && !able()) {
                                drop(holding);
                            }
                            next();
                        },
                        context.loop());
    }

    /** What of other holdings stays, and what goes. */
    private abstract class Terms implements Clearing.Terms {

        private final Holding holding;
        private final List<Holding> losers;

        Terms(Holding holding, List<Holding> losers) {
            this.holding = holding;
            this.losers = losers;
        }

        @Override
        public List<Holding> keepers() {
            return holdings.all().stream()
                    .filter(it -> it != holding && it.stage() != Stage.DROPPING)
                    .filter(it -> !losers.contains(it) || !evictable(it))
                    .toList();
        }

        @Override
        public List<Holding> losers() {
            return losers;
        }

        @Override
        public void batch(Batch now) {
            batch = now;
        }
    }
}
