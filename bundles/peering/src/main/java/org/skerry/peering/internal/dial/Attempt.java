// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.session.Failure;
import org.skerry.peering.internal.session.LinkOrigin;
import org.skerry.peering.internal.session.LinkOutcome;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One negotiation over one transport, up to the session or to its failure. What it sent is sent again until the other side
 * is heard, over another channel if there is one: signaling may lose frames. Confined to the loop, but for what the
 * transport calls.
 */
final class Attempt implements NegotiationContext, LinkOutcome {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final Duration FIRST_RESEND = Duration.ofMillis(700);
    private static final int MAX_RESENDS = 3;

    private final Node node;
    private final Owner owner;
    private final NegotiationId id;
    private final PeerId remote;
    private final boolean initiator;
    private final TransportSlot slot;
    private final InOrder in;
    private final List<byte[]> unheard = new ArrayList<>();
    private final long began;
    private @Nullable Negotiation negotiation;
    private @Nullable Cancellable timer;
    private @Nullable Cancellable resend;
    private @Nullable Cancellable handshake;
    private int emitted;
    private boolean heard;
    private boolean linked;
    private volatile boolean ended;

    /** Sends signals and begins handshakes. */
    interface Owner {

        /** Seals and sends; returns the envelope, so that it can be sent again; empty array if it cannot be sent. */
        byte[] send(Attempt attempt, int index, byte[] body);

        void sendAgain(Attempt attempt, byte[] envelope, int count);

        Cancellable shake(Attempt attempt, Link link, LinkOrigin origin);

        /** It carries a session now. */
        void carries(Attempt attempt);

        void failed(Attempt attempt, Failure failure);
    }

    Attempt(Node node, Owner owner, NegotiationId id, PeerId remote, boolean initiator, TransportSlot slot) {
        this.node = node;
        this.owner = owner;
        this.id = id;
        this.remote = remote;
        this.initiator = initiator;
        this.slot = slot;
        this.in = new InOrder(initiator ? 0 : 1); // number 0 of the side that offers is the offer
        this.began = node.loop().nanoTime();
    }

    void offer() {
        begin(() -> slot.transport().offer(this));
    }

    void answer(byte[] offer) {
        begin(() -> slot.transport().answer(this, offer));
    }

    private void begin(Supplier<Negotiation> how) {
        timer = node.loop().schedule(node.limits().dial().timeout(), () -> fail(Failure.of("no link in time")));
        try {
            Negotiation begun = how.get();
            negotiation = begun;
            var unused = begun.link()
                    .whenComplete((link, thrown) -> node.loop().execute(() -> {
                        if (link != null) {
                            onLink(link);
                        } else {
                            fail(Failure.of("no link: " + reason(thrown)));
                        }
                    }));
        } catch (RuntimeException | LinkageError e) {
            node.loop().execute(() -> fail(Failure.of("the transport failed: " + e)));
        }
    }

    private static String reason(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "none";
        }
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    PeerId peer() {
        return remote;
    }

    NegotiationId key() {
        return id;
    }

    boolean isInitiator() {
        return initiator;
    }

    TransportSlot slot() {
        return slot;
    }

    boolean hasLink() {
        return linked;
    }

    @Override
    public byte[] id() {
        return id.bytes();
    }

    @Override
    public PeerId remote() {
        return remote;
    }

    @Override
    public void emit(byte[] body) {
        if (!ended) {
            node.loop().execute(() -> onEmit(body));
        }
    }

    private void onEmit(byte[] body) {
        if (ended) {
            return;
        }
        if (body.length > Bodies.MAX_TRANSPORT_BODY || emitted > Bodies.MAX_INDEX) {
            fail(Failure.of("the transport signals too much"));
            return;
        }
        byte[] envelope = owner.send(this, emitted++, body);
        if (envelope.length == 0) {
            fail(Failure.of("no signaling leads to the peer"));
        } else if (!heard && !linked) {
            unheard.add(envelope);
            if (resend == null) {
                resendLater(0);
            }
        }
    }

    private void resendLater(int count) {
        if (count < MAX_RESENDS) {
            resend = node.loop().schedule(FIRST_RESEND.multipliedBy(1L << count), () -> {
                unheard.forEach(envelope -> owner.sendAgain(this, envelope, count + 1));
                resendLater(count + 1);
            });
        }
    }

    /** Sends at once what was sent before, for the other side may not have got it. */
    void sendAgain() {
        unheard.forEach(envelope -> owner.sendAgain(this, envelope, 0));
    }

    /** A body came from the other side. */
    void signal(int index, byte[] body) {
        heard();
        for (byte[] due : in.take(index, body)) {
            Negotiation begun = negotiation;
            if (begun != null) {
                try {
                    begun.signal(due);
                } catch (RuntimeException | LinkageError e) {
                    fail(Failure.of("the transport failed: " + e));
                }
            }
        }
    }

    private void heard() {
        heard = true;
        unheard.clear();
        stop(resend);
    }

    private void onLink(Link link) {
        if (ended || linked) {
            guarded(() -> link.close(CloseReason.LOCAL));
            return;
        }
        linked = true;
        heard();
        stop(timer);
        LinkOrigin origin = new LinkOrigin(remote, initiator, slot.name(), slot.generation(), began);
        try {
            handshake = owner.shake(this, link, origin);
        } catch (RuntimeException | LinkageError e) {
            guarded(() -> link.close(CloseReason.FAILED));
            fail(Failure.of("the link failed: " + e));
        }
    }

    @Override
    public void carries() {
        if (end()) {
            owner.carries(this);
        }
    }

    @Override
    public void failed(Failure failure) {
        fail(failure);
    }

    void fail(Failure failure) {
        if (end()) {
            cancelHandshake();
            cancelNegotiation();
            owner.failed(this, failure);
        }
    }

    /** Gives up; the owner is not told. */
    void cancel() {
        if (end()) {
            cancelHandshake();
            cancelNegotiation();
        }
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        stop(timer);
        stop(resend);
        unheard.clear();
        return true;
    }

    private void cancelHandshake() {
        if (handshake != null) {
            handshake.cancel();
        }
    }

    private void cancelNegotiation() {
        Negotiation begun = negotiation;
        if (begun != null) {
            guarded(begun::cancel);
        }
    }

    /** What the transport throws when it is given up tells nothing. */
    private void guarded(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("{}: transport {} failed to let go: {}", node.label(), slot.name(), e.toString());
        }
    }

    private static void stop(@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
    }
}
