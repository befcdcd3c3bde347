// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.flow.CreditBudget;
import org.skerry.exchange.internal.flow.CreditWindow;
import org.skerry.exchange.internal.flow.RateMeter;
import org.skerry.exchange.internal.flow.TokenBucket;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.RequestIds;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Session;
import org.skerry.spi.transport.Lane;

/**
 * One session, with what is open in its present epoch. Both sides begin an epoch when a link takes the session up; the
 * greater number wins, and whoever receives it answers with the same. Until then everything that comes is of the old epoch.
 */
public final class RemotePeer {

    /** What a queued frame takes of the heap beside its bytes, in buffers, stages and the queues of the floors below. */
    private static final int FRAME_OVERHEAD = 512;

    private static final long LEAST_CONTROL_BURST = 1024;

    private final Session session;
    private final CreditBudget budget;
    private final long maxCredit;
    private final long maxUnsent;
    private final Set<SwarmId> swarms = new LinkedHashSet<>();
    private final Map<SwarmId, PeerHave> haves = new HashMap<>();
    private final RateMeter receiving = new RateMeter();
    private final RateMeter sending = new RateMeter();
    private final Patience patience = new Patience();
    private final TokenBucket control = new TokenBucket(LEAST_CONTROL_BURST);
    private final Reading reading = new Reading();
    private Incoming incoming;
    private Outgoing outgoing = new Outgoing();
    private long epoch;
    private boolean agreed;
    private boolean linked;
    private boolean gone;
    private AtomicLong unsentControl = new AtomicLong();
    private int unsentFrames;
    private int goodChunks;
    private int frames;

    /**
     * A session of which nothing is known yet.
     *
     * @param session the session
     * @param budget of credit, shared by all peers
     * @param maxCredit greatest window for this peer, bytes
     * @param maxUnsent what control frames that wait to be sent may take of the heap, bytes
     * @param now monotonic nanoseconds
     */
    public RemotePeer(Session session, CreditBudget budget, long maxCredit, long maxUnsent, long now) {
        this.session = session;
        this.budget = budget;
        this.maxCredit = maxCredit;
        this.maxUnsent = maxUnsent;
        this.incoming = new Incoming(new RequestIds(0), new CreditWindow(budget, maxCredit, now), now);
    }

    /** {@return who} */
    public PeerId id() {
        return session.peer();
    }

    /** {@return the session} */
    public Session session() {
        return session;
    }

    /** Counts a right chunk. @return whether it is time to tell how well it behaves: at the first, then now and then */
    public boolean goodChunk() {
        return goodChunks++ % 64 == 0;
    }

    /** {@return swarms that both are in} */
    public Set<SwarmId> swarms() {
        return swarms;
    }

    /** {@return what it said that it has of a swarm} */
    public PeerHave have(SwarmId swarm) {
        return haves.computeIfAbsent(swarm, it -> new PeerHave());
    }

    /** Forgets what it said of a swarm that this node has left. */
    public void forget(SwarmId swarm) {
        haves.remove(swarm);
        swarms.remove(swarm);
    }

    /** {@return how fast it sends} */
    public RateMeter receiving() {
        return receiving;
    }

    /** {@return how fast it takes} */
    public RateMeter sending() {
        return sending;
    }

    /** {@return when it may be asked again} */
    public Patience patience() {
        return patience;
    }

    /** {@return holds back what it sends on the control lane} */
    public TokenBucket control() {
        return control;
    }

    /** {@return what was asked of it} */
    public Incoming incoming() {
        return incoming;
    }

    /** {@return what it asks} */
    public Outgoing outgoing() {
        return outgoing;
    }

    /** {@return what is being read for it, in whatever epoch it asked} */
    public Reading reading() {
        return reading;
    }

    /** {@return whether messages of the present epoch can be sent} */
    public boolean ready() {
        return agreed && linked && !gone;
    }

    /** {@return whether the session has ended, or is about to} */
    public boolean ended() {
        return gone;
    }

    /** Counts a frame that was dealt with. @return whether {@code several} have been since the last time it was so */
    public boolean frames(int several) {
        frames = (frames + 1) % several;
        return frames == 0;
    }

    /** {@return the present epoch} */
    public long epoch() {
        return epoch;
    }

    /**
     * Begins an epoch from this side.
     *
     * @param now monotonic nanoseconds
     * @return requests of the old one that will not be answered
     */
    public List<Request> begin(long now) {
        return begin(Math.max(session.nextEpoch(), epoch + 1), false, now);
    }

    /**
     * The other side begins an epoch, or answers.
     *
     * @param number of the epoch
     * @param now monotonic nanoseconds
     * @return requests of the old one that will not be answered
     */
    public List<Request> heard(long number, long now) {
        if (number > epoch) {
            return begin(number, true, now);
        }
        if (number == epoch) {
            agreed = true;
        } else if (agreed) {
            // It has forgotten the present epoch: its exchange was started again.
            return begin(now);
        }
        return List.of();
    }

    private List<Request> begin(long number, boolean heard, long now) {
        List<Request> lost = reset(now, number);
        epoch = number;
        agreed = heard;
        linked = true;
        send(new Message.Epoch(number));
        return lost;
    }

    /** No link carries the session. @return requests that will not be answered */
    public List<Request> unlink(long now) {
        linked = false;
        unsentControl = new AtomicLong();
        return reset(now, epoch);
    }

    /** The session has ended, or is about to. @return requests that will not be answered */
    public List<Request> end(long now) {
        gone = true;
        List<Request> lost = reset(now, epoch);
        incoming.close();
        return lost;
    }

    private List<Request> reset(long now, long number) {
        List<Request> lost = incoming.close();
        incoming = new Incoming(new RequestIds(number), new CreditWindow(budget, maxCredit, now), now);
        outgoing = new Outgoing();
        haves.clear();
        receiving.busy(false, now);
        sending.busy(false, now);
        unsentFrames = 0;
        agreed = false;
        return lost;
    }

    /**
     * Sends a message on the control lane; lost if there is no link, which is then told by the session. A peer that asks and
     * does not read the answers loses its session before they fill the heap.
     */
    public void send(Message message) {
        if (gone || !linked) {
            return;
        }
        if (unsentControl.get() > maxUnsent) {
            gone = true;
            session.violated(Conduct.STALL, "does not read what is sent to it");
            return;
        }
        ByteBuffer frame = MessageWriter.control(message);
        AtomicLong unsent = unsentControl;
        long cost = frame.remaining() + FRAME_OVERHEAD;
        unsent.addAndGet(cost);
        var unused = session.send(Lane.CONTROL, frame).whenComplete((sent, lost) -> unsent.addAndGet(-cost));
    }

    /** Sends a fragment. @return completes when it has left, on any thread */
    public CompletionStage<Void> sendData(ByteBuffer frame) {
        unsentFrames++;
        return session.send(Lane.DATA, frame);
    }

    /** What was sent is lost: the link has gone, as the session will tell. */
    public void lost() {
        linked = false;
    }

    /** {@return fragments that have not left yet} */
    public int unsentFrames() {
        return unsentFrames;
    }

    /** A fragment has left. */
    public void frameLeft() {
        unsentFrames = Math.max(0, unsentFrames - 1);
    }

    @Override
    public String toString() {
        return id().shortText();
    }
}
