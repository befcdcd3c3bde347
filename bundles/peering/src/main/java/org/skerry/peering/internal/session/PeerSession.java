// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
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
    private final Bearer bearer;
    private final AtomicLong epoch = new AtomicLong();
    private final ResumeToken token = new ResumeToken();
    private volatile Set<SwarmId> swarms = Set.of();
    private volatile boolean ended;
    private long chosen;
    private @Nullable Cancellable waiting;

    /** Who keeps the sessions; called on the loop. */
    interface Owner {
        void frame(PeerSession session, Lane lane, ByteBuffer message);

        boolean hasListeners();

        /** What was under way over the link before is lost: the floor above has to begin anew. */
        void relinked(PeerSession session);

        /** The link works, but will not last; {@code soon}: it is a matter of a moment. */
        void linkRetiring(PeerSession session, String why, boolean soon);

        void linkLost(PeerSession session, String why, CloseReason reason);

        void breach(PeerSession session, Conduct conduct, String why);

        void ended(PeerSession session, GoAway why, boolean byPeer);
    }

    PeerSession(Node node, PeerId peer, long incarnation, Owner owner) {
        this.node = node;
        this.peer = peer;
        this.incarnation = incarnation;
        this.owner = owner;
        this.bearer = new Bearer(node, this, owner);
    }

    // ---- the link, on the loop

    /**
     * A link carries the session from now on.
     *
     * @return whether it goes on without a break: what is under way over the link before still comes, in order
     */
    boolean carry(Handshake handshake, Hello other, Use use) {
        stopWaiting();
        token.next(use.token(), other.resume());
        chosen = use.number();
        return bearer.carry(handshake, other);
    }

    /** The link is lost; the session waits for another one. */
    void interrupt(String why, CloseReason reason) {
        if (linked() && !ended) {
            bearer.drop(reason);
            waiting = node.loop()
                    .schedule(
                            node.limits().session().withoutLink(),
                            () -> end(GoAway.of(GoAway.Reason.OTHER, "no link for too long"), false));
            owner.linkLost(this, why, reason);
        }
    }

    /** The link works, but will not last; {@code soon}: it is a matter of a moment. */
    void retire(String why, boolean soon) {
        if (!ended && bearer.retire()) {
            owner.linkRetiring(this, why, soon);
        }
    }

    /** The link goes although it works: the other side is told that the session stays. */
    void retireLink(String why) {
        Carrier current = bearer.carrier();
        if (current != null) {
            current.send(Types.GOAWAY, new GoAway(GoAway.Reason.RETIRED, why, true).toCbor());
            interrupt(why, CloseReason.LOCAL);
        }
    }

    /** The session ends. */
    void end(GoAway why, boolean byPeer) {
        if (!ended) {
            ended = true;
            Carrier current = bearer.carrier();
            if (current != null && !byPeer) {
                current.goAway(why);
            }
            bearer.drop(CloseReason.LOCAL);
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

    boolean isNamedBy(Hello other) {
        return other.resume().filter(token::isNamedBy).isPresent();
    }

    /**
     * Whether a fresh link with the same process is not to carry this session: it was negotiated before the present one began, or
     * names a session that is none, or its HELLO was on its way when the session opened.
     */
    boolean outlives(LinkOrigin origin, Hello other) {
        boolean lost = linked() && origin.began() - linkedAt() <= 0;
        long age = node.loop().nanoTime() - linkedAt();
        boolean crossed = linked()
                && other.resume().isEmpty()
                && age < node.limits().session().handshake().toNanos();
        return lost || crossed || other.resume().isPresent() && !isNamedBy(other);
    }

    /** The number of the USE that chose the present or last link. */
    long chosen() {
        return chosen;
    }

    /** The links that carry it. */
    Bearer bearer() {
        return bearer;
    }

    /** Whether the present or last link was known not to last. */
    public boolean retiring() {
        return bearer.retiring();
    }

    /** When the present link began to carry it, monotonic nanoseconds. */
    public long linkedAt() {
        return bearer.linkedAt();
    }

    /** When something last came from the other side, monotonic nanoseconds; on the loop. */
    public long heardAt() {
        return bearer.heardAt();
    }

    /** Whether a side pays for what it sends. */
    public boolean metered() {
        return bearer.metered();
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
        return bearer.carrier() != null;
    }

    /** Whether it is over. */
    public boolean ended() {
        return ended;
    }

    @Override
    public String transport() {
        return bearer.transport();
    }

    /** {@return how the present link runs, for people; empty if that is not known} */
    public String route() {
        return bearer.route();
    }

    @Override
    public Set<SwarmId> swarms() {
        return swarms;
    }

    @Override
    public int maxMessageBytes() {
        return bearer.maxMessageBytes();
    }

    @Override
    public Duration rtt() {
        return bearer.rtt();
    }

    @Override
    public long bufferedBytes() {
        return bearer.bufferedBytes();
    }

    /** Bytes received over all links so far. */
    public long bytesIn() {
        return bearer.bytesIn();
    }

    /** Bytes sent over all links so far. */
    public long bytesOut() {
        return bearer.bytesOut();
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer frame) {
        return bearer.send(lane, frame);
    }

    @Override
    public void request(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("request at least one frame");
        }
        if (node.loop().inLoop()) {
            bearer.request(frames);
        } else {
            node.loop().execute(() -> bearer.request(frames));
        }
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
