// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.skerry.api.Cache;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.Skerry;
import org.skerry.api.SkerryListener;
import org.skerry.api.Transfer;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.api.admin.Upkeep;
import org.skerry.exchange.internal.fetch.Fetching;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.flow.ExchangeSettings;
import org.skerry.exchange.internal.flow.SerialExecutor;
import org.skerry.exchange.internal.peer.PeerFlow;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Reports;
import org.skerry.exchange.internal.serve.HaveAnswers;
import org.skerry.exchange.internal.serve.Server;
import org.skerry.exchange.internal.transfer.Caches;
import org.skerry.exchange.internal.transfer.Events;
import org.skerry.exchange.internal.transfer.FullStores;
import org.skerry.exchange.internal.transfer.Ground;
import org.skerry.exchange.internal.transfer.Journal;
import org.skerry.exchange.internal.transfer.Shares;
import org.skerry.exchange.internal.transfer.TakeUp;
import org.skerry.exchange.internal.transfer.TransferUpkeep;
import org.skerry.exchange.internal.transfer.Transfers;
import org.skerry.exchange.internal.transfer.Troubles;
import org.skerry.spi.content.Contents;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.session.Peering;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.sync.SyncStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's exchange, without a service registry. All methods may be called from any thread; what changes state is posted to
 * the loop.
 */
public final class Exchange implements Skerry, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private static final long PATIENCE_MILLIS = 50;

    private final ExchangeContext context;
    private final Troubles troubles = new Troubles();
    private final Ground ground;
    private final Fetching fetching;
    private final Dispatch dispatch;
    private final Transfers transfers;
    private final Shares shares;
    private final Caches caches;
    private final TakeUp takeUp;
    private final Upkeep upkeep;
    private volatile @Nullable PeerId self;
    private @Nullable SessionEvents sessions;
    private @Nullable Registration listening;

    /**
     * Puts the rooms together; {@link #start} begins.
     *
     * @param context loop, workers, chance and limits
     * @param state folder for what is kept across restarts
     * @param findings what the floors below say is missing; called on the loop, answers at once
     */
    public Exchange(ExchangeContext context, Path state, Supplier<List<Finding>> findings) {
        this.context = context;
        Journal journal = new Journal(state, new SerialExecutor(context.workers()), troubles, context.loop());
        ground = new Ground(context, new Events(context.workers()), journal, findings, troubles);
        Reports reports =
                (peer, conduct, detail) -> ground.peering().ifPresent(it -> it.report(peer.id(), conduct, detail));
        fetching = new Fetching(context, ground.peers(), ground.strategies(), reports, this::renew);
        shares = new Shares(ground);
        HaveAnswers have =
                new HaveAnswers(context, ground.peers(), ground.sources(), ground.memberships(), ground::contents);
        ground.memberships().onEntered(have::entered);
        caches = new Caches(ground, have);
        Server server = new Server(
                context,
                ground.peers(),
                ground.sources(),
                ground.memberships(),
                (swarm, why) -> {
                    shares.unserved(swarm, why);
                    caches.holdings().unserved(swarm, why);
                },
                caches.holdings()::served);
        dispatch = new Dispatch(ground, fetching, server, have);
        // Later, as whoever finds a store full, or closes, is in the midst of something.
        Runnable later = () -> context.loop().execute(this::changed);
        FullStores full = new FullStores(context.loop(), context.credit().mostWaiting() / 4, troubles, later);
        transfers = new Transfers(ground, new Ground.Rooms(fetching, have, caches.holdings(), full));
        caches.transfers(transfers);
        takeUp = new TakeUp(ground, transfers, shares, caches.holdings());
        upkeep = new TransferUpkeep(ground, transfers, shares, caches.holdings());
    }

    private void renew(RemotePeer peer) {
        context.loop().execute(() -> fetching.downloads().lost(peer.begin(context.now())));
    }

    /** {@return what is missing, and what the disk does not let this node do; any thread} */
    List<Finding> findings(List<Finding> missing) {
        return Stream.concat(missing.stream(), troubles.findings().stream()).toList();
    }

    /** Takes up again what was kept, if so configured; what is kept for others in any case, or its chunks would be no one's. */
    public void start() {
        takeUp.start(context.settings().resume());
    }

    /** Who this node is. */
    public void identity(Identity identity) {
        self = identity.self();
    }

    /** Peering has come, or gone with null. */
    public void peering(@Nullable Peering now) {
        context.loop().execute(() -> {
            if (listening != null) {
                listening.close();
                listening = null;
            }
            if (sessions != null) {
                sessions.close();
                sessions = null;
            }
            ground.peering(now);
            if (now != null) {
                sessions = new SessionEvents(ground, fetching, dispatch);
                listening = now.listen(sessions);
            }
            changed();
        });
    }

    /** Content has come, or gone with null. */
    public void contents(@Nullable Contents now) {
        context.loop().execute(() -> {
            if (ground.contents().isPresent()) {
                shares.contentGone();
                transfers.contentGone();
            }
            ground.contents(now);
            if (now != null) {
                shares.contentCame();
                transfers.contentCame();
            }
            changed();
        });
    }

    /** A store has come, or its ranking has changed. */
    public void addStore(ChunkStore store, int ranking, long serviceId) {
        context.loop().execute(() -> {
            ground.sources().addStore(store, ranking, serviceId);
            changed();
        });
    }

    /** A store has gone. */
    public void removeStore(ChunkStore store) {
        context.loop().execute(() -> {
            ground.sources().removeStore(store);
            changed();
        });
    }

    /** A strategy has come, or its ranking has changed. */
    public void addStrategy(SyncStrategy strategy, String name, int ranking, long serviceId) {
        context.loop().execute(() -> {
            ground.strategies().add(strategy, name, ranking, serviceId);
            changed();
        });
    }

    /** A strategy has gone. */
    public void removeStrategy(SyncStrategy strategy) {
        context.loop().execute(() -> {
            ground.strategies().remove(strategy);
            changed();
        });
    }

    /** Changes the limits. */
    public void settings(ExchangeSettings settings) {
        context.loop().execute(() -> {
            context.settings(settings);
            changed();
        });
    }

    /** {@return what looks after the journal and what transfers have fetched} */
    Upkeep upkeep() {
        return upkeep;
    }

    /** {@return how the chunk protocol stands with each peer; on the loop} */
    public List<PeerFlow> flows() {
        return ground.peers().all().stream().map(PeerFlow::of).toList();
    }

    /** {@return credit that is counted and no peer's, and chunks that are counted as waiting, in bytes; on the loop} */
    public long leakedBytes() {
        long windows = ground.peers().all().stream()
                .mapToLong(it -> it.incoming().credit().size())
                .sum();
        return context.credit().windows() - windows + context.credit().waiting();
    }

    private void changed() {
        caches.holdings().update();
        transfers.update();
        fetching.changed();
        context.up().keepOnly(ground.memberships().swarms());
        context.down().keepOnly(ground.memberships().swarms());
    }

    @Override
    public PeerId self() {
        PeerId known = self;
        if (known == null) {
            throw new IllegalStateException("no identity: waiting for the bundle org.skerry.identity");
        }
        return known;
    }

    @Override
    public CompletionStage<Share> share(List<Path> paths, ShareOptions options) {
        return shares.share(paths, options);
    }

    @Override
    public Transfer fetch(ContentLink link, FetchOptions options) {
        return transfers.fetch(link, options);
    }

    @Override
    public List<Share> shares() {
        return shares.list();
    }

    @Override
    public CompletionStage<Boolean> unshare(ChunkId root) {
        return shares.close(root);
    }

    @Override
    public List<Transfer> transfers() {
        return transfers.list();
    }

    @Override
    public Cache cache() {
        return caches;
    }

    @Override
    public List<String> strategies() {
        return ground.strategies().names();
    }

    @Override
    public List<PeerInfo> peers() {
        return ground.peering().map(Peering::peers).orElse(List.of());
    }

    @Override
    public Registration listen(SkerryListener listener) {
        return ground.events().listen(listener);
    }

    /** Closes what is open. The loop and the workers belong to the caller, who closes them afterwards. */
    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        context.loop().execute(() -> {
            try {
                stop();
            } finally {
                done.countDown();
            }
        });
        if (context.loop().inLoop()) {
            return;
        }
        try {
            if (!done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("the exchange was not closed within {} ms: its loop is busy", PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        takeUp.stop();
        transfers.stop();
        shares.stop();
        if (listening != null) {
            listening.close();
            listening = null;
        }
        if (sessions != null) {
            sessions.close();
            sessions = null;
        }
        ground.peering(null);
    }
}
