// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.PeerHave;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Request;
import org.skerry.exchange.internal.wire.Limits;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.TrafficClass;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.SyncStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a strategy choose whenever a peer has room for a fair number of requests, and asks. What a strategy says is checked:
 * a bad one wastes its own transfer's time and nothing else.
 */
public final class Scheduler {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private static final int ORDINARY = 128;
    private static final int MOST_USER_PRIORITY = 100;
    private static final int URGENT = 27;
    private static final int MOST_AT_ONCE = 1024;
    private static final Duration QUIET = Duration.ofMillis(5);
    private static final Duration COMPLAINT = Duration.ofSeconds(60);

    private final ExchangeContext context;
    private final Peers peers;
    private final Downloads downloads;
    private final Strategies strategies;
    private final Consumer<RemotePeer> renew;
    private boolean posted;
    private boolean fruitless;
    private long lastComplaint;

    /**
     * Asks peers for what downloads want.
     *
     * @param renew begins a new epoch with a peer whose request ids are used up
     */
    public Scheduler(
            ExchangeContext context,
            Peers peers,
            Downloads downloads,
            Strategies strategies,
            Consumer<RemotePeer> renew) {
        this.context = context;
        this.peers = peers;
        this.downloads = downloads;
        this.strategies = strategies;
        this.renew = renew;
        this.lastComplaint = context.now() - COMPLAINT.toNanos();
        downloads.onChange(this::changed);
    }

    /** There is something new to choose from. */
    public void changed() {
        fruitless = false;
        post(Duration.ZERO);
    }

    /** A peer has answered and may have room. */
    void answered(RemotePeer peer) {
        if (hungry(peer)) {
            // If there was nothing to choose a moment ago, there is no hurry to find that again.
            post(fruitless ? QUIET : Duration.ZERO);
        }
    }

    private void post(Duration delay) {
        if (posted) {
            return;
        }
        posted = true;
        if (delay.isZero()) {
            context.loop().execute(this::run);
        } else {
            context.loop().schedule(delay, this::run);
        }
    }

    private void run() {
        posted = false;
        int asked = 0;
        for (Download download : downloads.all()) {
            if (download.running()) {
                asked += assign(download);
            }
        }
        fruitless = asked == 0;
    }

    private boolean hungry(RemotePeer peer) {
        return peer.ready()
                && !peer.patience().waits(context.now())
                && peer.incoming().size() < context.settings().maxRequests() * 3 / 4
                && peer.incoming().openBytes() <= pipeline(peer) * 3 / 4;
    }

    /** How much to ask of a peer at a time: what it sends in a round trip and a second, at least 1 MiB unless it is slow. */
    private long pipeline(RemotePeer peer) {
        double rate = peer.receiving().bytesPerSecond();
        if (rate == 0) {
            return Limits.CHUNK_BYTES;
        }
        double ahead = rate * (peer.session().rtt().toNanos() / 1e9 + 1);
        double least = Math.min(Limits.CHUNK_BYTES, rate * 8);
        long most = Math.min(context.settings().maxPipeline(), context.down().halfSecond());
        return (long) Math.min(most, Math.max(least, ahead));
    }

    private int assign(Download download) {
        Optional<SyncStrategy> strategy = strategies.pick(download.strategy());
        if (strategy.isEmpty()
                || !context.down().pause(download.swarm(), context.now()).isZero()) {
            return 0;
        }
        AcquisitionProgress progress = download.sink().progress();
        Collection<OpenWant> open = candidates(download, progress);
        Map<PeerId, PeerSnapshot> able = open.isEmpty() ? Map.of() : able(download);
        int budget = able.values().stream().mapToInt(PeerSnapshot::requests).sum();
        if (budget == 0) {
            return 0;
        }
        List<PeerHave> members = peers.members(download.swarm()).stream()
                .map(it -> it.have(download.swarm()))
                .toList();
        SwarmSnapshot view = new SwarmSnapshot(
                open, new ArrayList<>(able.values()), members, progress, context.random(), context.now());
        List<Assignment> chosen = choose(strategy.get(), view, Math.min(budget, MOST_AT_ONCE));
        return ask(download, able, chosen);
    }

    /** Pending wants; or, when the last few of all are asked and nothing is pending, those. */
    private Collection<OpenWant> candidates(Download download, AcquisitionProgress progress) {
        int endgame = context.settings().endgame();
        long missing = progress.chunksTotal() - progress.chunksDone();
        boolean last = missing > 0 && missing <= endgame && download.wants().size() <= endgame;
        if (!download.pending().isEmpty() || !last) {
            return download.pending();
        }
        return download.wants().stream()
                .filter(it -> it.state() == OpenWant.State.ASKED)
                .sorted(OpenWant.ORDER)
                .toList();
    }

    private Map<PeerId, PeerSnapshot> able(Download download) {
        Map<PeerId, PeerSnapshot> able = new LinkedHashMap<>();
        for (RemotePeer peer : peers.members(download.swarm())) {
            if (hungry(peer)) {
                long open = peer.incoming().openBytes();
                long pipeline = pipeline(peer);
                long room = open == 0 ? Math.max(pipeline, Limits.CHUNK_BYTES) : pipeline - open;
                int requests =
                        context.settings().maxRequests() - peer.incoming().size();
                able.put(peer.id(), new PeerSnapshot(peer, peer.have(download.swarm()), room, requests));
            }
        }
        return able;
    }

    private List<Assignment> choose(SyncStrategy strategy, SwarmSnapshot view, int budget) {
        try {
            return List.copyOf(strategy.next(view, budget));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // A plugin's fault, or it has just been stopped. Its Throwable is not kept: it would pin its class loader.
            if (context.now() - lastComplaint >= COMPLAINT.toNanos()) {
                lastComplaint = context.now();
                LOG.warn("sync strategy failed: {}", e.toString());
            }
            return List.of();
        }
    }

    private int ask(Download download, Map<PeerId, PeerSnapshot> able, List<Assignment> chosen) {
        Map<RemotePeer, Set<OpenWant>> orders = new LinkedHashMap<>();
        for (Assignment assignment : chosen) {
            Optional<OpenWant> want = download.want(assignment.chunk());
            PeerSnapshot peer = able.get(assignment.peer());
            if (peer == null || want.isEmpty()) {
                continue;
            }
            Set<OpenWant> order = orders.computeIfAbsent(peer.peer(), it -> new LinkedHashSet<>());
            if (!order.contains(want.get()) && fits(want.get(), peer)) {
                want.get().state(OpenWant.State.ASKED);
                download.pending().remove(want.get());
                order.add(want.get());
            }
        }
        orders.forEach((peer, wants) -> send(download, peer, new ArrayList<>(wants)));
        return orders.values().stream().mapToInt(Set::size).sum();
    }

    private boolean fits(OpenWant want, PeerSnapshot peer) {
        boolean askable = want.state() == OpenWant.State.PENDING || want.state() == OpenWant.State.ASKED;
        return askable
                && want.heldBy(peer.have())
                && !want.denied(peer.id(), context.now())
                && !want.askedOf(peer.id())
                && peer.take(want.chunk().length());
    }

    private void send(Download download, RemotePeer peer, List<OpenWant> wants) {
        if (!peer.incoming().ids().has(wants.size())) {
            wants.forEach(downloads::requeue);
            renew.accept(peer);
            return;
        }
        int from = 0;
        while (from < wants.size()) {
            int to = from + 1;
            boolean urgent = wants.get(from).chunk().manifest();
            while (to < wants.size()
                    && to - from < Limits.WANTS
                    && wants.get(to).chunk().manifest() == urgent) {
                to++;
            }
            send(download, peer, wants.subList(from, to), urgent);
            from = to;
        }
    }

    private void send(Download download, RemotePeer peer, List<OpenWant> wants, boolean urgent) {
        long now = context.now();
        long first = peer.incoming().ids().take(wants.size());
        if (peer.incoming().size() == 0) {
            peer.incoming().progress(now);
            peer.receiving().busy(true, now);
        }
        for (int i = 0; i < wants.size(); i++) {
            peer.incoming().add(new Request(first + i, peer, wants.get(i), now));
        }
        int user = Math.max(-MOST_USER_PRIORITY, Math.min(MOST_USER_PRIORITY, download.priority()));
        List<ChunkId> ids = wants.stream().map(OpenWant::id).toList();
        int priority = ORDINARY + user + (urgent ? URGENT : 0);
        peer.send(new Message.Want(first, download.swarm(), ids, TrafficClass.NORMAL, priority, 0, 0));
    }
}
