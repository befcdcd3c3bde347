// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link in the making. The answering side dials at once, the offering side only when no connection came soon after the
 * answer; all that come about are candidates, and the offering side picks the first. Confined to the reactor, but for the
 * methods of {@link Negotiation}.
 */
final class DirectNegotiation implements Negotiation {

    /** How long the offering side waits for a connection after the answer before it dials itself. */
    static final Duration PATIENCE = Duration.ofMillis(250);

    /** How many times as long it waits while connections are coming in. */
    static final int PATIENCE_TIMES = 4;

    /** So many addresses are dialled at once, the others after {@link #STAGGER}. */
    static final int AT_ONCE = 8;

    static final Duration STAGGER = Duration.ofMillis(100);
    private static final int MAX_ADOPTED = 2 * SignalBody.MAX_ADDRESSES;
    private static final Logger LOG = LoggerFactory.getLogger(DirectNegotiation.class);

    private final Room room;
    private final NegotiationContext context;
    private final boolean offering;
    private final byte[] id;
    private final List<InetSocketAddress> own;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private final Set<Candidate> candidates = new LinkedHashSet<>();
    private final List<ReactorTimer> timers = new ArrayList<>();
    private byte @Nullable [] pin;
    private List<InetSocketAddress> targets = List.of();
    private int adopted;
    private int undialled;
    private boolean dialling;
    private boolean exhausted;
    private boolean otherExhausted;
    private boolean over;

    private DirectNegotiation(
            Room room, NegotiationContext context, boolean offering, byte[] id, List<InetSocketAddress> own) {
        this.room = room;
        this.context = context;
        this.offering = offering;
        this.id = id;
        this.own = own;
    }

    /** @param own the addresses to offer */
    static DirectNegotiation offering(Room room, NegotiationContext context, List<InetSocketAddress> own) {
        DirectNegotiation negotiation = new DirectNegotiation(room, context, true, context.id(), own);
        room.reactor.execute(negotiation::begin);
        return negotiation;
    }

    /** @param own the addresses to offer in return */
    static DirectNegotiation answering(
            Room room, NegotiationContext context, List<InetSocketAddress> own, byte[] offer) {
        DirectNegotiation negotiation = new DirectNegotiation(room, context, false, context.id(), own);
        room.reactor.execute(() -> {
            negotiation.begin();
            negotiation.heard(offer);
        });
        return negotiation;
    }

    @Override
    public void signal(byte[] body) {
        room.reactor.execute(() -> heard(body));
    }

    @Override
    public CompletionStage<Link> link() {
        return result;
    }

    @Override
    public void cancel() {
        room.reactor.execute(() -> fail("cancelled"));
    }

    byte[] id() {
        return id;
    }

    /** Ends it without a link, unless there is one. */
    void fail(String why) {
        if (!over) {
            finish();
            LOG.debug("{}: no direct link: {}", room.label, why);
            result.completeExceptionally(new IOException("no direct link: " + why));
        }
    }

    /** An accepted connection has named this negotiation. */
    void adopt(Candidate candidate) {
        if (over || ++adopted > MAX_ADOPTED) {
            candidate.end("too many connections for one negotiation");
            return;
        }
        candidates.add(candidate);
        if (pin != null) {
            candidate.verify(pin);
        }
    }

    /** A candidate has shown the right certificate and swapped prefaces. */
    void ready(Candidate candidate) {
        if (offering && !over) {
            candidate.sendGo();
            win(candidate);
        }
    }

    /** The offering side has picked this candidate. @return whether it may */
    boolean picked(Candidate candidate) {
        if (offering || over) {
            return false;
        }
        win(candidate);
        return true;
    }

    /** A candidate has gone. */
    void lost(Candidate candidate) {
        candidates.remove(candidate);
        checkExhausted();
    }

    private void begin() {
        if (room.closed()) {
            fail("the transport has closed");
        } else if (id.length != Preface.ID_BYTES || !room.enter(id, this)) {
            fail("a negotiation of this id is under way");
        } else {
            Duration limit = room.settings.negotiationTimeout();
            later(limit, () -> fail("no connection within " + limit.toMillis() + " ms"));
            if (offering) {
                emit(SignalBody.Kind.OFFER, own);
            }
        }
    }

    private void heard(byte[] bytes) {
        if (over) {
            return;
        }
        try {
            SignalBody body = SignalBody.decode(bytes);
            SignalBody.Kind first = offering ? SignalBody.Kind.ANSWER : SignalBody.Kind.OFFER;
            if (body.kind() == SignalBody.Kind.EXHAUSTED && pin != null) {
                otherExhausted = true;
                dial();
                checkExhausted();
            } else if (body.kind() == first && pin == null) {
                meet(body);
            } else {
                throw new BrokenProtocolException("an unexpected signal " + body.kind());
            }
        } catch (BrokenProtocolException e) {
            fail("the other side sent " + e.getMessage());
        }
    }

    private void meet(SignalBody body) {
        byte[] expected = body.fingerprint();
        pin = expected;
        targets = room.addresses.dialled(body.addresses());
        for (Candidate early : List.copyOf(candidates)) {
            early.verify(expected);
        }
        if (over) {
            return;
        }
        if (!offering) {
            emit(SignalBody.Kind.ANSWER, own);
            dial();
        } else if (own.isEmpty()) {
            dial();
        } else {
            later(PATIENCE, () -> dialUnlessOthersCome(PATIENCE_TIMES - 1));
        }
    }

    /** While connections are still shaking hands, one of them may be the expected one: dialling would only add to the load. */
    private void dialUnlessOthersCome(int timesLeft) {
        if (timesLeft > 0 && room.strangers() > 0) {
            later(PATIENCE, () -> dialUnlessOthersCome(timesLeft - 1));
        } else {
            dial();
        }
    }

    private void dial() {
        if (over || dialling) {
            return;
        }
        dialling = true;
        undialled = targets.size();
        int atOnce = Math.min(AT_ONCE, targets.size());
        List<InetSocketAddress> rest = targets.subList(atOnce, targets.size());
        targets.subList(0, atOnce).forEach(this::dial);
        if (!rest.isEmpty() && !over) {
            later(STAGGER, () -> {
                rest.forEach(this::dial);
                checkExhausted();
            });
        }
        checkExhausted();
    }

    private void dial(InetSocketAddress target) {
        byte[] expected = pin;
        if (over || expected == null) {
            return;
        }
        undialled--;
        try {
            Candidate candidate = new Candidate(room, target, this, expected);
            candidates.add(candidate);
            candidate.start();
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}: cannot dial {}: {}", room.label, target, e.toString());
        }
    }

    /** Once nothing is left to try at this side, the other side is told; once at both, it is hopeless. */
    private void checkExhausted() {
        if (over || !dialling || undialled > 0 || candidates.stream().anyMatch(Candidate::dialled)) {
            return;
        }
        if (!exhausted) {
            exhausted = true;
            emit(SignalBody.Kind.EXHAUSTED, List.of());
        }
        if (otherExhausted && candidates.isEmpty()) {
            fail("neither side can reach an address of the other");
        }
    }

    private void win(Candidate candidate) {
        candidates.remove(candidate);
        finish();
        DirectLink link = candidate.toLink(room::remove);
        room.add(link);
        result.complete(link);
    }

    private void finish() {
        over = true;
        timers.forEach(ReactorTimer::cancel);
        room.leave(id, this);
        for (Candidate loser : List.copyOf(candidates)) {
            loser.end("another connection was picked, or none is needed");
        }
        candidates.clear();
    }

    private void later(Duration delay, Runnable task) {
        timers.add(room.reactor.schedule(delay, task));
    }

    private void emit(SignalBody.Kind kind, List<InetSocketAddress> addresses) {
        try {
            context.emit(new SignalBody(kind, room.engines.fingerprint(), addresses).encode());
        } catch (RuntimeException e) {
            LOG.warn("{}: emitting a signal threw {}", room.label, e.toString(), e);
        }
    }
}
