// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.peer.Incoming;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.PeerHave;
import org.skerry.exchange.internal.peer.Peers;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.exchange.internal.peer.Reports;
import org.skerry.exchange.internal.peer.Request;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.spi.session.Conduct;

/** Takes back what a peer says it will not send, and what it does not send in time. */
public final class Refusals {

    private static final long MISSING_NANOS = 10_000_000_000L;
    private static final long LEAST_PAUSE_NANOS = 50_000_000L;
    private static final long LEAST_STALL_NANOS = 2_000_000_000L;
    private static final long UNHURRIED_BYTES = 4 << 10;
    private static final Duration CHANGED_GRACE = Duration.ofSeconds(10);
    private static final int STALL_FACTOR = 8;
    private static final double NANOS = 1e9;

    private final ExchangeContext context;
    private final Peers peers;
    private final Downloads downloads;
    private final Reports reports;

    /** Watches the requests of {@code downloads} at {@code peers}. */
    public Refusals(ExchangeContext context, Peers peers, Downloads downloads, Reports reports) {
        this.context = context;
        this.peers = peers;
        this.downloads = downloads;
        this.reports = reports;
    }

    /** A peer does not have what it was asked for. */
    public void onHaveNot(RemotePeer peer, Message.HaveNot message) {
        Optional<Request> found = peer.incoming().find(message.id());
        if (found.isEmpty()) {
            return; // crossed a CANCEL
        }
        OpenWant want = found.get().want();
        end(peer, found.get());
        boolean changed =
                message.reason() == Message.Reason.CHANGED && !want.chunk().manifest();
        want.deny(peer.id(), context.now() + MISSING_NANOS, changed, context.now());
        boolean promised = want.broken(peer.have(want.swarm()));
        if (promised && !changed && peer.patience().blamed(context.now())) {
            reports.report(peer, Conduct.BROKEN_PROMISE, "no chunk " + want.id().shortText() + " though it said so");
        }
        downloads.requeue(want);
        if (changed) {
            context.loop().schedule(CHANGED_GRACE, () -> giveUp(want, message.mark()));
        }
    }

    /** Not at once: a single peer that says so may lie, and others may still be found. */
    private void giveUp(OpenWant want, byte[] mark) {
        if (want.state() == OpenWant.State.PENDING && nobodyElse(want)) {
            downloads.of(want).ifPresent(it -> it.sink().changed(want, mark));
        }
    }

    private boolean nobodyElse(OpenWant want) {
        if (!want.requests().isEmpty()) {
            return false;
        }
        for (RemotePeer peer : peers.members(want.swarm())) {
            PeerHave have = peer.have(want.swarm());
            boolean unknown = want.page().isPresent() && !knows(have, want);
            if (!want.denied(peer.id(), context.now()) && (unknown || want.heldBy(have))) {
                return false;
            }
        }
        return true;
    }

    private static boolean knows(PeerHave have, OpenWant want) {
        return want.page().stream().anyMatch(page -> have.answered(page.id()) || have.whole(page));
    }

    /** A peer has too much to do. */
    public void onBusy(RemotePeer peer, Message.Busy message) {
        long now = context.now();
        peer.patience().pause(Math.max(LEAST_PAUSE_NANOS, message.retryAfterMillis() * 1_000_000), now);
        for (int i = 0; i < message.count(); i++) {
            peer.incoming().find(message.firstId() + i).ifPresent(request -> {
                end(peer, request);
                downloads.requeue(request.want());
            });
        }
    }

    private void end(RemotePeer peer, Request request) {
        long now = context.now();
        Incoming incoming = peer.incoming();
        incoming.remove(request);
        incoming.progress(now);
        if (incoming.size() == 0) {
            peer.receiving().busy(false, now);
        }
    }

    /** Looks for requests that make no progress; called a few times a second. */
    public void tick() {
        for (RemotePeer peer : List.copyOf(peers.all())) {
            if (peer.ready() && peer.incoming().size() > 0) {
                check(peer);
            }
        }
    }

    private void check(RemotePeer peer) {
        long now = context.now();
        Incoming incoming = peer.incoming();
        if (incoming.credit().left() < UNHURRIED_BYTES) {
            incoming.progress(now); // it may not send: the delay is on this side
        } else if (now - incoming.lastProgress() > patience(peer)) {
            reports.report(peer, Conduct.STALL, incoming.size() + " requests without an answer");
            peer.patience().stalled(now);
            incoming.open().forEach(this::elsewhere);
            peer.receiving().busy(false, now);
        } else {
            late(peer, now);
        }
    }

    /** Eight times what it should take, at least 2 s and at most what is configured. */
    private long patience(RemotePeer peer) {
        double rate = peer.receiving().bytesPerSecond();
        double expected = rate == 0 ? 1 : peer.incoming().openBytes() / rate;
        double nanos = STALL_FACTOR * (expected * NANOS + peer.session().rtt().toNanos());
        return (long) Math.max(
                LEAST_STALL_NANOS,
                Math.min(nanos, context.settings().stallAfter().toNanos()));
    }

    /** A peer that sends, but not this: whoever else has it is asked; with nobody else, it is asked again after a while. */
    private void late(RemotePeer peer, long now) {
        long most = context.settings().stallAfter().toNanos();
        for (Request request : peer.incoming().open()) {
            long age = now - request.asked();
            if (age <= most) {
                return; // they are in the order of their age
            }
            if (held(request.want(), peer) || !request.begun() && age > 2 * most) {
                request.want().deny(peer.id(), now + MISSING_NANOS, false, now);
                if (peer.patience().blamed(now)) {
                    reports.report(peer, Conduct.STALL, "chunk late");
                }
                elsewhere(request);
            }
        }
    }

    private boolean held(OpenWant want, RemotePeer late) {
        long now = context.now();
        return peers.members(want.swarm()).stream()
                .anyMatch(it -> it != late
                        && !it.patience().waits(now)
                        && !want.denied(it.id(), now)
                        && want.heldBy(it.have(want.swarm())));
    }

    private void elsewhere(Request request) {
        downloads.cancel(request);
        downloads.requeue(request.want());
    }
}
