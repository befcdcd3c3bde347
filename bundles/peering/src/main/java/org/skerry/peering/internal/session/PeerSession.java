// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Session;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;

/**
 * The session with one peer, over one link after the other. State changes on the loop; what other threads read is
 * volatile, and sending goes straight to the link.
 */
public final class PeerSession implements Session {

    private final Node node;
    private final PeerId peer;
    private final long incarnation;
    private final Owner owner;
    private final RoundTrip roundTrip = new RoundTrip();
    private final AtomicLong epoch = new AtomicLong();
    private final Inflow inflow;
    private volatile @Nullable Carrier carrier;
    private volatile String transport = "";
    private volatile int maxMessageBytes = Hello.MIN_MESSAGE;
    private volatile Set<SwarmId> swarms = Set.of();
    private volatile long earlierIn;
    private volatile long earlierOut;
    private final ResumeToken token = new ResumeToken();
    private long linkedAt;
    private boolean ended;
    private @Nullable Traffic traffic;
    private @Nullable Cancellable waiting;

    /** Who keeps the sessions; called on the loop. */
    interface Owner {
        void frame(PeerSession session, Lane lane, ByteBuffer message);

        boolean hasListeners();

        void linkLost(PeerSession session, String why);

        void breach(PeerSession session, Conduct conduct, String why);

        void ended(PeerSession session, GoAway why, boolean byPeer);
    }

    PeerSession(Node node, PeerId peer, long incarnation, Owner owner) {
        this.node = node;
        this.peer = peer;
        this.incarnation = incarnation;
        this.owner = owner;
        this.inflow = new Inflow((lane, message) -> owner.frame(this, lane, message));
    }

    // ---- the link, on the loop

    /** A link carries the session from now on; the one before is closed. */
    void carry(Handshake handshake, Hello other, byte[] nextToken) {
        Carrier next = handshake.carrier();
        dropLink(CloseReason.LOCAL);
        stopWaiting();
        token.next(nextToken);
        linkedAt = node.loop().nanoTime();
        transport = next.origin().transport();
        maxMessageBytes = handshake.maxMessageBytes(other);
        inflow.reset();
        carrier = next;
        traffic = new Traffic(node, this, next, inflow, roundTrip, interval(handshake.own(), other));
        traffic.start(handshake.finish());
    }

    private static Duration interval(Hello own, Hello other) {
        return Duration.ofMillis(Math.max(own.heartbeatMillis(), other.heartbeatMillis()));
    }

    /** The link is lost; the session waits for another one. */
    void interrupt(String why, CloseReason reason) {
        if (carrier != null && !ended) {
            dropLink(reason);
            waiting = node.loop()
                    .schedule(
                            node.limits().session().withoutLink(),
                            () -> end(GoAway.of(GoAway.Reason.OTHER, "no link for too long"), false));
            owner.linkLost(this, why);
        }
    }

    /** The link goes although it works: the other side is told that the session stays. */
    void retireLink(String why) {
        Carrier current = carrier;
        if (current != null) {
            current.send(Types.GOAWAY, new GoAway(GoAway.Reason.RETIRED, why, true).toCbor());
            interrupt(why, CloseReason.LOCAL);
        }
    }

    /** The session ends. */
    void end(GoAway why, boolean byPeer) {
        if (!ended) {
            ended = true;
            Carrier current = carrier;
            if (current != null && !byPeer) {
                current.goAway(why);
            }
            dropLink(CloseReason.LOCAL);
            stopWaiting();
            owner.ended(this, why, byPeer);
        }
    }

    void breach(Conduct conduct, String why) {
        if (!ended) {
            owner.breach(this, conduct, why);
            end(GoAway.of(GoAway.Reason.PROTOCOL, why), false);
        }
    }

    private void dropLink(CloseReason reason) {
        Carrier current = carrier;
        if (traffic != null) {
            traffic.stop();
            traffic = null;
        }
        if (current != null) {
            earlierIn = bytesIn();
            earlierOut = bytesOut();
            carrier = null;
            current.close(reason);
        }
    }

    private void stopWaiting() {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
    }

    /** What names this session in a handshake. */
    ResumeToken token() {
        return token;
    }

    /** When the present link began to carry it, monotonic nanoseconds. */
    long linkedAt() {
        return linkedAt;
    }

    boolean hasListeners() {
        return owner.hasListeners();
    }

    /** No one listens any more: what was asked for is void. */
    void listenersGone() {
        inflow.reset();
    }

    Optional<LinkOrigin> origin() {
        Carrier current = carrier;
        return current == null ? Optional.empty() : Optional.of(current.origin());
    }

    boolean join(SwarmId swarm) {
        if (swarms.contains(swarm)) {
            return false;
        }
        Set<SwarmId> next = new HashSet<>(swarms);
        next.add(swarm);
        swarms = Set.copyOf(next);
        return true;
    }

    void leave(SwarmId swarm) {
        Set<SwarmId> next = new HashSet<>(swarms);
        next.remove(swarm);
        swarms = Set.copyOf(next);
    }

    void sawEpoch(long seen) {
        epoch.accumulateAndGet(seen, Math::max);
    }

    // ---- from any thread

    @Override
    public PeerId peer() {
        return peer;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public boolean linked() {
        return carrier != null;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public Set<SwarmId> swarms() {
        return swarms;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public Duration rtt() {
        return Duration.ofNanos(roundTrip.nanos());
    }

    @Override
    public long bufferedBytes() {
        Carrier current = carrier;
        return current == null ? 0 : current.bufferedBytes();
    }

    /** Bytes received over all links so far. */
    public long bytesIn() {
        Carrier current = carrier;
        return earlierIn + (current == null ? 0 : current.bytesIn());
    }

    /** Bytes sent over all links so far. */
    public long bytesOut() {
        Carrier current = carrier;
        return earlierOut + (current == null ? 0 : current.bytesOut());
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer frame) {
        Carrier current = carrier;
        if (current == null) {
            return CompletableFuture.failedFuture(new LinkGoneException("no link carries the session"));
        }
        if (frame.remaining() > maxMessageBytes) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a frame of " + frame.remaining() + " bytes is longer than " + maxMessageBytes));
        }
        return current.send(lane, frame);
    }

    @Override
    public void request(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("request at least one frame");
        }
        if (node.loop().inLoop()) {
            ask(frames);
        } else {
            node.loop().execute(() -> ask(frames));
        }
    }

    private void ask(int frames) {
        Carrier current = carrier;
        if (current != null) {
            inflow.request(frames);
            letIn(current);
        }
    }

    /** Lets as much in as may be now. */
    void letIn(Carrier current) {
        current.allow(inflow.window(node.limits().session().queueBytes(), maxMessageBytes));
    }

    @Override
    public long nextEpoch() {
        return epoch.incrementAndGet();
    }

    @Override
    public void close(String why) {
        node.loop().execute(() -> end(GoAway.of(GoAway.Reason.DONE, why), false));
    }

    @Override
    public void violated(Conduct conduct, String why) {
        node.loop().execute(() -> breach(conduct, why));
    }

    @Override
    public String toString() {
        return "session with " + peer.shortText();
    }
}
