// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.skerry.api.PeerId;
import org.skerry.api.PeerInfo;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Peering;
import org.skerry.spi.session.Session;
import org.skerry.spi.session.SessionListener;
import org.skerry.spi.transport.Lane;

/**
 * Stands between the exchange and the peering of a node, and sees that it accuses no honest peer of what an honest peer never does. As
 * each side checks what the other sends against the limits and the credit that it gave, this is how a breach of them shows.
 */
final class SessionWatch {

    /** What happens to honest peers too: when the network or the disk fails, a file has changed, a store has gone. */
    private static final Set<Conduct> FORGIVEN = Set.of(Conduct.STALL, Conduct.BROKEN_PROMISE);

    private final String node;
    private final Predicate<PeerId> honest;
    private final BooleanSupplier calm;
    private final Consumer<String> broken;

    /**
     * Watches a node.
     *
     * @param honest whether the node and a peer are both
     * @param calm whether nothing goes wrong, so that nothing is forgiven
     * @param broken hears of what is wrong
     */
    SessionWatch(String node, Predicate<PeerId> honest, BooleanSupplier calm, Consumer<String> broken) {
        this.node = node;
        this.honest = honest;
        this.calm = calm;
        this.broken = broken;
    }

    private void reported(PeerId peer, Conduct conduct, String detail) {
        boolean forgiven = conduct == Conduct.GOOD_CHUNK || !calm.getAsBoolean() && FORGIVEN.contains(conduct);
        if (!forgiven && honest.test(peer)) {
            broken.accept(node + " accuses " + peer.shortText() + ", which is honest, of " + conduct + ": " + detail);
        }
    }

    Peering over(Peering real) {
        return new Peering() {

            @Override
            public Registration join(SwarmId swarm, boolean seeking) {
                return real.join(swarm, seeking);
            }

            @Override
            public Registration listen(SessionListener listener) {
                return real.listen(new Listener(listener));
            }

            @Override
            public List<PeerInfo> peers() {
                return real.peers();
            }

            @Override
            public void report(PeerId peer, Conduct conduct, String detail) {
                reported(peer, conduct, detail);
                real.report(peer, conduct, detail);
            }
        };
    }

    /** The exchange knows sessions by what they are, so that each has one watched one. */
    private final class Listener implements SessionListener {

        private final SessionListener to;
        private final Map<Session, Watched> watched = new HashMap<>();

        Listener(SessionListener to) {
            this.to = to;
        }

        private Session of(Session real) {
            return watched.computeIfAbsent(real, Watched::new);
        }

        @Override
        public void found(PeerId peer, SwarmId swarm, String scope) {
            to.found(peer, swarm, scope);
        }

        @Override
        public void opened(Session session, Duration dial) {
            to.opened(of(session), dial);
        }

        @Override
        public void joined(Session session, SwarmId swarm) {
            to.joined(of(session), swarm);
        }

        @Override
        public void relinked(Session session) {
            to.relinked(of(session));
        }

        @Override
        public void interrupted(Session session) {
            to.interrupted(of(session));
        }

        @Override
        public void received(Session session, Lane lane, ByteBuffer frame) {
            to.received(of(session), lane, frame);
        }

        @Override
        public void closed(Session session, String reason) {
            to.closed(of(session), reason);
            watched.remove(session);
        }
    }

    private final class Watched implements Session {

        private final Session real;

        Watched(Session real) {
            this.real = real;
        }

        @Override
        public PeerId peer() {
            return real.peer();
        }

        @Override
        public long incarnation() {
            return real.incarnation();
        }

        @Override
        public boolean linked() {
            return real.linked();
        }

        @Override
        public String transport() {
            return real.transport();
        }

        @Override
        public Set<SwarmId> swarms() {
            return real.swarms();
        }

        @Override
        public int maxMessageBytes() {
            return real.maxMessageBytes();
        }

        @Override
        public Duration rtt() {
            return real.rtt();
        }

        @Override
        public long bufferedBytes() {
            return real.bufferedBytes();
        }

        @Override
        public CompletionStage<Void> send(Lane lane, ByteBuffer frame) {
            return real.send(lane, frame);
        }

        @Override
        public void request(int frames) {
            real.request(frames);
        }

        @Override
        public long nextEpoch() {
            return real.nextEpoch();
        }

        @Override
        public void close(String why) {
            real.close(why);
        }

        @Override
        public void violated(Conduct conduct, String why) {
            reported(peer(), conduct, why);
            real.violated(conduct, why);
        }
    }
}
