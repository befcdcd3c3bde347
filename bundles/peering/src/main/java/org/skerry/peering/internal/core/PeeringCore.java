// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;
import org.skerry.api.admin.Readiness;
import org.skerry.base.loop.Loop;
import org.skerry.peering.internal.guard.Reputation;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.node.Node;
import org.skerry.peering.internal.node.Self;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Peering;
import org.skerry.spi.session.SessionListener;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.spi.trust.TrustPolicy;

/** Peering on a given loop, without a framework: what the component registers, and what tests run on virtual time. */
public final class PeeringCore implements Peering, Readiness {

    private final Loop loop;
    private final Node node;
    private final Rooms rooms;
    private final Findings findings;
    private @Nullable Identity identity;
    private @Nullable Envelopes envelopes;

    /**
     * Peering with nothing to work with yet.
     *
     * @param loop owns all state; it stays open when this is closed
     * @param random unpredictable in production
     * @param limits in force from the start
     */
    public PeeringCore(Loop loop, RandomGenerator random, Limits limits) {
        this.loop = loop;
        this.node = new Node(loop, random, limits);
        this.rooms = new Rooms(node);
        this.findings = new Findings(node, rooms);
    }

    // ---- services that come and go; from any thread

    /** The identity came, was replaced or, null, left. */
    public void identity(@Nullable Identity next) {
        loop.execute(() -> {
            identity = next;
            selfChanged();
        });
    }

    /** The envelopes came, were replaced or, null, left. */
    public void envelopes(@Nullable Envelopes next) {
        loop.execute(() -> {
            envelopes = next;
            selfChanged();
        });
    }

    private void selfChanged() {
        Identity keys = identity;
        Envelopes seals = envelopes;
        rooms.self(keys == null || seals == null ? null : new Self(keys.self(), keys, seals));
    }

    /** A signaling provider came. */
    public void addSignaling(SignalingProvider provider, String scope, int ranking) {
        loop.execute(() -> rooms.hub.add(provider, scope, ranking));
    }

    /** A signaling provider left. */
    public void removeSignaling(SignalingProvider provider) {
        loop.execute(() -> rooms.hub.remove(provider));
    }

    /** A transport came. */
    public void addTransport(TransportProvider provider, String name, int ranking) {
        loop.execute(() -> rooms.rack.add(provider, name, ranking));
    }

    /** A transport left. */
    public void removeTransport(TransportProvider provider) {
        loop.execute(() -> rooms.rack.remove(provider));
    }

    /** A trust policy came. */
    public void addTrust(TrustPolicy policy) {
        loop.execute(() -> {
            rooms.guard.policies().add(policy);
            rooms.reviewTrust();
        });
    }

    /** A trust policy left. */
    public void removeTrust(TrustPolicy policy) {
        loop.execute(() -> rooms.guard.policies().remove(policy));
    }

    /** Other limits are in force. */
    public void limits(Limits next) {
        node.limits(next);
    }

    /** What comes in from now on is dropped, so that the loop soon gets to {@link #closeOnLoop}; from any thread. */
    public void stopHearing() {
        node.close();
    }

    /** Ends all sessions, telling the peers, and lets go of all channels and transports; on the loop. */
    public void closeOnLoop() {
        rooms.close();
    }

    /**
     * Puts back scores of misconduct, and hands them out from now on whenever they have changed, at most once a minute and
     * a last time on closing.
     *
     * @param kept what was handed out before
     * @param journal gets all scores; called on the loop, must not block
     */
    public void journal(List<Reputation.Score> kept, Consumer<List<Reputation.Score>> journal) {
        loop.execute(() -> {
            rooms.guard
                    .reputation()
                    .restore(kept, node.limits().guard(), loop.now().toEpochMilli());
            rooms.journal(journal);
        });
    }

    // ---- Peering

    @Override
    public Registration join(SwarmId swarm, boolean seeking) {
        loop.execute(() -> rooms.join(swarm, seeking));
        return once(() -> rooms.leave(swarm, seeking));
    }

    @Override
    public Registration listen(SessionListener listener) {
        loop.execute(() -> rooms.sessions.listen(listener));
        return once(() -> rooms.sessions.unlisten(listener));
    }

    private Registration once(Runnable end) {
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                loop.execute(end);
            }
        };
    }

    @Override
    public List<PeerInfo> peers() {
        return rooms.table().peers();
    }

    @Override
    public void report(PeerId peer, Conduct conduct, String detail) {
        loop.execute(() -> rooms.report(peer, conduct, detail));
    }

    // ---- Readiness

    @Override
    public List<Finding> findings() {
        return findings.now();
    }
}
