// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.serve;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.local.Sources;
import org.skerry.exchange.internal.peer.Outgoing;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.wire.HaveBits;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;

/**
 * Answers WANT_HAVE, and tells those who asked what comes in afterwards, gathered for a while. Confined to the loop; pages
 * are parsed on workers.
 */
public final class HaveAnswers {

    private static final int MOST_AT_ONCE = 256;

    private final ExchangeContext context;
    private final Peers peers;
    private final Sources sources;
    private final ServedSwarms swarms;
    private final Supplier<Optional<Contents>> contents;
    private final Map<Outgoing.Subscription, BitSet> gained = new HashMap<>();
    private final Map<SwarmId, Integer> retracted = new HashMap<>();
    private long retractions;
    private boolean flushing;

    /** Tells what {@code sources} have, in swarms of this node only. */
    public HaveAnswers(
            ExchangeContext context,
            Peers peers,
            Sources sources,
            ServedSwarms swarms,
            Supplier<Optional<Contents>> contents) {
        this.context = context;
        this.peers = peers;
        this.sources = sources;
        this.swarms = swarms;
        this.contents = contents;
    }

    /**
     * A peer asks. One that asks in a swarm that this node is not in learns nothing as long as that is so. It will not ask again:
     * it may know that this node was in it before its exchange or its content was replaced.
     */
    public void onWantHave(RemotePeer peer, Message.WantHave message) {
        Outgoing outgoing = peer.outgoing();
        for (ChunkId page : message.pages()) {
            Outgoing.Subscription subscription = new Outgoing.Subscription(message.swarm(), page);
            if (outgoing.queueBytes() + Outgoing.ENTRY_BYTES
                    > context.settings().maxQueue()) {
                outgoing.dropOldestSubscription();
            }
            if (outgoing.subscribe(subscription) && swarms.contains(message.swarm())) {
                answer(peer, subscription);
            }
        }
    }

    /** This node has come to be in a swarm: tells those who asked before, once whoever is the reason for it has begun. */
    public void entered(SwarmId swarm) {
        context.loop().execute(() -> answerAll(swarm));
    }

    /**
     * What was told of a swarm holds no more, as chunks of it are about to go. Said before they do, so that nobody asks for them
     * on the strength of it; until {@link #tellAgain} there is nothing.
     */
    public void retract(SwarmId swarm) {
        retracted.merge(swarm, 1, Integer::sum);
        retractions++;
        gained.keySet().removeIf(it -> it.swarm().equals(swarm));
        for (RemotePeer peer : peers.all()) {
            peer.outgoing().subscriptions(swarm).forEach(it -> tell(peer, it, HaveBits.NONE));
        }
    }

    /** Tells what is left of a swarm. */
    public void tellAgain(SwarmId swarm) {
        if (retracted.merge(swarm, -1, Integer::sum) <= 0) {
            retracted.remove(swarm);
            answerAll(swarm);
        }
    }

    private void answerAll(SwarmId swarm) {
        if (swarms.contains(swarm)) {
            for (RemotePeer peer : peers.all()) {
                peer.outgoing().subscriptions(swarm).forEach(it -> answer(peer, it));
            }
        }
    }

    private void answer(RemotePeer peer, Outgoing.Subscription asked) {
        if (retracted.containsKey(asked.swarm())) {
            tell(peer, asked, HaveBits.NONE);
            return;
        }
        if (swarms.whole(asked.swarm())) {
            tell(peer, asked, HaveBits.ALL);
            return;
        }
        Outgoing outgoing = peer.outgoing();
        if (peer.reading().pages() >= MOST_AT_ONCE) {
            tell(peer, asked, HaveBits.NONE);
            return;
        }
        peer.reading().pages(1);
        long before = retractions;
        sources.read(asked.swarm(), asked.page())
                .thenComposeAsync(read -> parsed(asked, read), context.workers())
                .exceptionally(gone -> HaveBits.NONE)
                .thenAcceptAsync(
                        bits -> {
                            peer.reading().pages(-1);
                            if (outgoing != peer.outgoing()) {
                                return;
                            }
                            if (before == retractions) {
                                tell(peer, asked, bits);
                            } else {
                                answer(peer, asked); // what was found may be about to go
                            }
                        },
                        context.loop());
    }

    /** On a worker; goes back to the loop to ask the sources. */
    private CompletionStage<HaveBits> parsed(Outgoing.Subscription asked, ChunkRead read) {
        Optional<Contents> reader = contents.get();
        if (!(read instanceof ChunkRead.Found found) || reader.isEmpty()) {
            return CompletableFuture.completedFuture(HaveBits.NONE);
        }
        Optional<IndexPage> page = reader.get().indexPage(asked.page(), found.chunk());
        if (page.isEmpty()) {
            return CompletableFuture.completedFuture(HaveBits.NONE);
        }
        List<ChunkId> ids =
                page.get().entries().stream().map(IndexPage.Entry::id).toList();
        boolean leaf = page.get().level() == 0;
        return CompletableFuture.completedFuture(ids)
                .thenComposeAsync(them -> sources.has(asked.swarm(), them), context.loop())
                .thenApply(here -> leaf && here.cardinality() == ids.size() ? HaveBits.ALL : HaveBits.of(here));
    }

    private static void tell(RemotePeer peer, Outgoing.Subscription asked, HaveBits bits) {
        peer.send(new Message.Have(asked.swarm(), asked.page(), bits));
    }

    /**
     * An entry of a page came in.
     *
     * @param swarm of the page
     * @param page which
     * @param slot the entry
     */
    public void gained(SwarmId swarm, ChunkId page, int slot) {
        if (retracted.containsKey(swarm)) {
            return; // told with the rest afterwards
        }
        gained.computeIfAbsent(new Outgoing.Subscription(swarm, page), it -> new BitSet())
                .set(slot);
        if (!flushing) {
            flushing = true;
            context.loop().schedule(context.settings().haveDelay(), this::flush);
        }
    }

    /** All of a swarm is here now: tells all who asked for its root. */
    public void whole(SwarmId swarm, ChunkId root) {
        gained.keySet().removeIf(it -> it.swarm().equals(swarm));
        Outgoing.Subscription top = new Outgoing.Subscription(swarm, root);
        for (RemotePeer peer : peers.all()) {
            if (peer.outgoing().subscribed(top)) {
                tell(peer, top, HaveBits.ALL);
            }
        }
    }

    private void flush() {
        flushing = false;
        for (RemotePeer peer : peers.all()) {
            gained.forEach((subscription, slots) -> {
                if (peer.outgoing().subscribed(subscription)) {
                    tell(peer, subscription, HaveBits.of(slots));
                }
            });
        }
        gained.clear();
    }
}
