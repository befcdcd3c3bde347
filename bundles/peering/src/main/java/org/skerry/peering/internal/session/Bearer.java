// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/**
 * What carries a session: the present link, and the one before while it drains. State changes on the loop; sending and figures
 * may be used from any thread.
 */
final class Bearer implements Handover.Owner {

    private final Node node;
    private final PeerSession session;
    private final PeerSession.Owner owner;
    private final RoundTrip roundTrip = new RoundTrip();
    private final Inflow inflow;
    private final Object sending = new Object();
    private final Holdback holdback = new Holdback(); // guarded by sending
    private boolean unheard; // changes on the loop, guarded by sending
    private volatile @Nullable Carrier carrier;
    private volatile @Nullable Carrier former;
    private volatile String transport = "";
    private volatile int maxMessageBytes = Hello.MIN_MESSAGE;
    private volatile Bytes earlier = new Bytes(0, 0);
    private long linkedAt;
    private long heardAt;
    private boolean metered;
    private boolean retiring;
    private @Nullable Traffic traffic;
    private @Nullable Handover handover;

    private record Bytes(long in, long out) {}

    Bearer(Node node, PeerSession session, PeerSession.Owner owner) {
        this.node = node;
        this.session = session;
        this.owner = owner;
        this.inflow = new Inflow((lane, message) -> owner.frame(session, lane, message));
    }

    // ---- on the loop

    /**
     * Another link takes over.
     *
     * @return whether without a break: what is under way over the one before still comes, each lane in order
     */
    boolean carry(Handshake handshake, Hello other) {
        Carrier next = handshake.carrier();
        boolean chose = handshake.own().peer().compareTo(other.peer()) < 0;
        Optional<CompletableFuture<Void>> moving = canMove(handshake, other) ? leave(next, chose) : Optional.empty();
        if (moving.isEmpty()) {
            drop(CloseReason.LOCAL);
            inflow.reset();
            use(next, chose);
        }
        linkedAt = node.loop().nanoTime();
        retiring = false;
        transport = next.origin().transport();
        maxMessageBytes = handshake.maxMessageBytes(other);
        metered = handshake.own().isMetered() || other.isMetered();
        Traffic now = new Traffic(node, session, next, roundTrip, interval(handshake.own(), other));
        traffic = now;
        handshake.finish();
        now.start();
        Handover begun = handover;
        if (begun != null) {
            moving.ifPresent(begun::begin);
        }
        return moving.isPresent();
    }

    private static Duration interval(Hello own, Hello other) {
        return Duration.ofMillis(Math.max(own.heartbeatMillis(), other.heartbeatMillis()));
    }

    /** The floor above must not find that what it makes for one link is too long for the next. */
    private boolean canMove(Handshake handshake, Hello other) {
        return handover == null
                && !unheard // nothing may go over its data lane yet, so not that it ends either
                && other.capabilities().contains(Hello.MOVES)
                && handshake.maxMessageBytes(other) >= maxMessageBytes;
    }

    /** Sends all that follows over the next link; empty if there is none to leave. */
    private Optional<CompletableFuture<Void>> leave(Carrier next, boolean chose) {
        Carrier old = carrier;
        Traffic before = traffic;
        if (old == null || before == null) {
            return Optional.empty();
        }
        handover = new Handover(node, before, old, rtt(), this);
        synchronized (sending) {
            CompletableFuture<Void> said = Handover.sayMoved(old);
            former = old;
            use(next, chose);
            return Optional.of(said);
        }
    }

    private void use(Carrier next, boolean chose) {
        synchronized (sending) {
            unheard = chose;
            carrier = next;
        }
    }

    /** The other side is heard over the present link: it knows what comes over it. */
    void heard() {
        synchronized (sending) {
            Carrier current = carrier;
            if (unheard && current != null) {
                unheard = false;
                holdback.release(current);
            }
        }
    }

    /** Closes every link. */
    void drop(CloseReason reason) {
        if (handover != null) {
            handover.cancel();
            done(handover);
        }
        if (traffic != null) {
            traffic.stop();
            traffic = null;
        }
        Carrier current = carrier;
        if (current != null) {
            synchronized (sending) {
                carrier = null;
                holdback.lose();
            }
            heardAt = current.heardAt();
            count(current);
            current.close(reason);
        }
    }

    private void count(Carrier gone) {
        Bytes before = earlier;
        earlier = new Bytes(before.in() + gone.bytesIn(), before.out() + gone.bytesOut());
    }

    @Override
    public void due(Lane lane, ByteBuffer message) {
        if (owner.hasListeners()) {
            inflow.take(lane, message);
        } // else it was meant for an exchange that is gone: the next one begins a new epoch
    }

    @Override
    public void arrived(Handover from, boolean whole) {
        if (!whole) {
            inflow.reset();
            owner.relinked(session);
        }
        letIn();
    }

    @Override
    public void done(Handover from) {
        handover = null;
        former = null;
        count(from.old());
        letIn();
    }

    /** A frame of the floor above came over one of the links. */
    void deliver(Traffic from, Lane lane, ByteBuffer message) {
        Handover going = handover;
        if (going != null && from == traffic && going.holds(lane)) {
            going.hold(lane, message);
        } else {
            due(lane, message);
        }
    }

    /** The floor above asks for frames. */
    void request(int frames) {
        if (carrier != null) {
            inflow.request(frames);
            letIn();
        }
    }

    /** No one listens any more: what was asked for is void. */
    void listenersGone() {
        inflow.reset();
    }

    /** Lets as much in as may be now: while the link before drains, over that one. */
    void letIn() {
        Carrier current = carrier;
        Handover going = handover;
        int window = inflow.window(node.limits().session().queueBytes(), maxMessageBytes);
        if (current != null && going != null && going.draining()) {
            going.old().allow(window);
            current.allow(Inflow.SLACK - going.heldMessages());
        } else if (current != null) {
            current.allow(window);
        }
    }

    /** The present link will not last. @return whether that is news */
    boolean retire() {
        boolean news = carrier != null && !retiring;
        retiring |= news;
        return news;
    }

    /** Whether the present or last link was known not to last. */
    boolean retiring() {
        return retiring;
    }

    /** When the present link began to carry the session, monotonic nanoseconds. */
    long linkedAt() {
        return linkedAt;
    }

    /** When something last came from the other side, monotonic nanoseconds. */
    long heardAt() {
        Carrier current = carrier;
        return current == null ? heardAt : current.heardAt();
    }

    /** Whether a side pays for what it sends. */
    boolean metered() {
        return metered;
    }

    /** Whether the present link is of an opening of a transport. */
    boolean isOf(long slot) {
        return isOf(slot, carrier);
    }

    /** Whether a link is of an opening of a transport, be it one that drains. */
    boolean uses(long slot) {
        return isOf(slot, carrier) || isOf(slot, former);
    }

    private static boolean isOf(long slot, @Nullable Carrier link) {
        return link != null && link.origin().slot() == slot;
    }

    // ---- from any thread

    @Nullable
    Carrier carrier() {
        return carrier;
    }

    String transport() {
        return transport;
    }

    String route() {
        Carrier current = carrier;
        return current == null ? "" : current.route();
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    Duration rtt() {
        return Duration.ofNanos(roundTrip.nanos());
    }

    long bytesIn() {
        Carrier current = carrier;
        Carrier old = former;
        return earlier.in() + (current == null ? 0 : current.bytesIn()) + (old == null ? 0 : old.bytesIn());
    }

    long bytesOut() {
        Carrier current = carrier;
        Carrier old = former;
        return earlier.out() + (current == null ? 0 : current.bytesOut()) + (old == null ? 0 : old.bytesOut());
    }

    long bufferedBytes() {
        Carrier current = carrier;
        Carrier old = former;
        return holdback.bytes()
                + (current == null ? 0 : current.bufferedBytes())
                + (old == null ? 0 : old.bufferedBytes());
    }

    CompletionStage<Void> send(Lane lane, ByteBuffer frame) {
        if (frame.remaining() > maxMessageBytes) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a frame of " + frame.remaining() + " bytes is longer than " + maxMessageBytes));
        }
        synchronized (sending) { // nothing may go over a link after it was said that nothing will
            Carrier current = carrier;
            if (current == null) {
                return CompletableFuture.failedFuture(new LinkGoneException("no link carries the session"));
            }
            return unheard && lane == Lane.DATA ? holdback.keep(frame) : current.send(lane, frame);
        }
    }
}
