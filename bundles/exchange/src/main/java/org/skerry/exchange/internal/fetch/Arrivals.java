// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.exchange.internal.flow.CreditWindow;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.peer.Incoming;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Reports;
import org.skerry.exchange.internal.peer.Request;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.ProtocolViolation;
import org.skerry.spi.session.Conduct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes fragments in, puts chunks together, has them verified, and hands right ones on. Grants credit as long as what has
 * come is taken in as fast.
 */
public final class Arrivals {

    /** How long a peer that sent a wrong chunk is not asked for it again. */
    private static final long WRONG_NANOS = 60_000_000_000L;

    /** Has a name of its own, for whoever measures: it is documented in the README of the bundle. */
    private static final Logger LATENCY = LoggerFactory.getLogger("org.skerry.exchange.latency");

    /** Another of these: names each chunk that came from a peer, once it is where it belongs. */
    private static final Logger TAKEN = LoggerFactory.getLogger("org.skerry.exchange.taken");

    private final ExchangeContext context;
    private final Peers peers;
    private final Downloads downloads;
    private final Scheduler scheduler;
    private final Reports reports;
    private final Set<RemotePeer> waiting = new HashSet<>();

    /** Takes in what {@code peers} send for {@code downloads}. */
    public Arrivals(ExchangeContext context, Peers peers, Downloads downloads, Scheduler scheduler, Reports reports) {
        this.context = context;
        this.peers = peers;
        this.downloads = downloads;
        this.scheduler = scheduler;
        this.reports = reports;
    }

    /**
     * A fragment came.
     *
     * @return whether a chunk is whole with it
     * @throws ProtocolViolation if it does not follow what came before, or is more than was granted
     */
    public boolean onData(RemotePeer peer, Message.Data data) throws ProtocolViolation {
        Incoming incoming = peer.incoming();
        if (!peer.ready() || !incoming.ids().ofThisEpoch(data.id())) {
            return false; // answers a want of an earlier epoch
        }
        int bytes = data.payload().remaining();
        if (!incoming.credit().received(bytes)) {
            throw new ProtocolViolation(Conduct.FLOOD, "DATA beyond the credit");
        }
        Optional<Request> request = incoming.find(data.id());
        boolean whole = false;
        if (request.isPresent()) {
            whole = fragment(peer, request.get(), data);
        } else if (!incoming.cancelled(data.id())) {
            incoming.credit().unasked(bytes);
            reports.report(peer, Conduct.UNASKED_DATA, "fragment that answers no open want");
        }
        grant(peer);
        return whole;
    }

    private boolean fragment(RemotePeer peer, Request request, Message.Data data) throws ProtocolViolation {
        long now = context.now();
        Incoming incoming = peer.incoming();
        int bytes = data.payload().remaining();
        incoming.progress(now);
        peer.patience().answered();
        peer.receiving().moved(bytes, now);
        context.down().take(request.want().swarm(), peer.id(), bytes, now);
        Optional<Download> download = downloads.of(request.want());
        download.ifPresent(it -> it.traffic().bytes(bytes));
        if (LATENCY.isDebugEnabled() && !request.begun() && incoming.wasAlone(request)) {
            LATENCY.debug(
                    "{}: first byte of {} after {} us",
                    peer,
                    request.want().id().shortText(),
                    (now - request.asked()) / 1000);
        }
        Optional<ByteBuffer> whole = request.fragment(data.offset(), data.payload());
        if (whole.isEmpty()) {
            if (!incoming.partial(request)) {
                throw new ProtocolViolation("fragments of two chunks by turns");
            }
            return false;
        }
        incoming.remove(request);
        if (incoming.size() == 0) {
            peer.receiving().busy(false, now);
        }
        download.ifPresent(it -> {
            it.traffic().chunk();
            arrived(it, request.want(), whole.get(), peer);
        });
        scheduler.answered(peer);
        return true;
    }

    private void arrived(Download download, OpenWant want, ByteBuffer chunk, RemotePeer peer) {
        if (want.state() == OpenWant.State.ASKED) {
            want.state(OpenWant.State.ARRIVED);
            verify(download, want, chunk, peer, taken -> {
                if (!taken) {
                    again(download, want);
                }
            });
        }
    }

    /**
     * Takes a chunk that was found on this node.
     *
     * @param done called on the loop when it has been dealt with, with whether it was right and taken in
     */
    void local(Download download, OpenWant want, ByteBuffer chunk, Consumer<Boolean> done) {
        want.state(OpenWant.State.ARRIVED);
        verify(download, want, chunk, null, done);
    }

    private void verify(
            Download download, OpenWant want, ByteBuffer chunk, @Nullable RemotePeer peer, Consumer<Boolean> done) {
        hold(download, chunk.remaining());
        context.workers().execute(() -> {
            boolean right = ChunkId.ofChunk(chunk).equals(want.id());
            context.loop().execute(() -> verified(download, want, chunk, peer, right, done));
        });
    }

    private void verified(
            Download download,
            OpenWant want,
            ByteBuffer chunk,
            @Nullable RemotePeer peer,
            boolean right,
            Consumer<Boolean> done) {
        if (peer != null && right && peer.goodChunk()) {
            reports.report(peer, Conduct.GOOD_CHUNK, "chunk " + want.id().shortText());
        } else if (peer != null && !right) {
            want.deny(peer.id(), context.now() + WRONG_NANOS, false, context.now());
            reports.report(peer, Conduct.WRONG_CHUNK, "chunk " + want.id().shortText());
        }
        if (!right || !download.open(want)) {
            release(download, chunk.remaining());
            done.accept(false);
            return;
        }
        new ArrayList<>(want.requests()).forEach(downloads::cancel);
        Optional<PeerId> from = peer == null ? Optional.empty() : Optional.of(peer.id());
        download.sink()
                .take(want, chunk, from)
                .exceptionally(gone -> false)
                .thenAcceptAsync(
                        taken -> {
                            release(download, chunk.remaining());
                            if (taken) {
                                from.ifPresent(it -> TAKEN.debug("{}: {}", it, want.id()));
                                download.satisfied(want);
                            }
                            done.accept(taken);
                        },
                        context.loop());
    }

    private void again(Download download, OpenWant want) {
        if (!download.open(want)) {
            return;
        }
        if (want.requests().isEmpty()) {
            downloads.pending(download, want);
        } else {
            want.state(OpenWant.State.ASKED);
        }
    }

    private void hold(Download download, long bytes) {
        context.credit().waiting(bytes);
        download.unaccepted(bytes);
    }

    private void release(Download download, long bytes) {
        if (download.ended()) {
            return; // was released with the rest
        }
        boolean full = context.credit().full();
        download.unaccepted(-bytes);
        context.credit().waiting(-bytes);
        if (full && !context.credit().full()) {
            peers.all().forEach(this::grant);
        }
    }

    /** Stops counting what a download that ends has not taken in. */
    void forget(Download download) {
        context.credit().waiting(-download.unaccepted());
        download.unaccepted(-download.unaccepted());
        peers.all().forEach(this::grant);
    }

    private void grant(RemotePeer peer) {
        if (!peer.ready() || context.credit().full()) {
            return;
        }
        long now = context.now();
        Duration pause = context.down().pause(peer.id(), now);
        if (!pause.isZero()) {
            grantLater(peer, pause);
            return;
        }
        CreditWindow credit = peer.incoming().credit();
        credit.grant(now, context.down().halfSecond()).ifPresent(limit -> peer.send(new Message.Credit(limit)));
    }

    private void grantLater(RemotePeer peer, Duration pause) {
        if (waiting.add(peer)) {
            context.loop().schedule(pause, () -> {
                waiting.remove(peer);
                grant(peer);
            });
        }
    }
}
