// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.loop.Cancellable;
import org.skerry.peering.internal.directory.Directory;
import org.skerry.peering.internal.directory.KnownPeer;
import org.skerry.peering.internal.directory.OwnSwarms;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.guard.SourceRates;
import org.skerry.peering.internal.guard.TokenBucket;
import org.skerry.peering.internal.node.HubLimits;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.SignalingProvider;

/**
 * Tells swarms that this node is there: asks on joining and whenever a channel opens, announces at most once a minute and
 * swarm while nothing happens, and answers those who ask. Confined to the loop.
 */
public final class Announcer {

    private static final byte[] NO_NEGOTIATION = {};
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration FIRST_AGAIN = Duration.ofSeconds(1);
    private static final int MAX_AGAIN = 4;
    private static final int MAX_ASKERS = 4096;
    private static final int ANSWERS_PER_ASKER = 2;

    /** Answers spread over this much per peer known in the swarm, up to the cap; farther scopes over ten times that. */
    private static final long SPREAD_NANOS = 500_000;

    private static final int SPREAD_CAP = 40;

    private record Asker(PeerId peer, SwarmId swarm, long incarnation) {}

    private final Node node;
    private final OwnSwarms swarms;
    private final Directory directory;
    private final Outbox outbox;
    private final Function<List<SwarmId>, Optional<Presence>> own;
    private final Map<SwarmId, Cancellable> timers = new HashMap<>();
    private final SourceRates<Asker> askers = new SourceRates<>(MAX_ASKERS);
    private final TokenBucket answers;
    private boolean changing;

    /**
     * An announcer.
     *
     * @param node the node
     * @param hub tells when channels open
     * @param swarms of this node
     * @param directory how many there are in a swarm
     * @param outbox sends
     * @param own what this node says of itself in given swarms, while it knows itself
     */
    public Announcer(
            Node node,
            Hub hub,
            OwnSwarms swarms,
            Directory directory,
            Outbox outbox,
            Function<List<SwarmId>, Optional<Presence>> own) {
        this.node = node;
        this.swarms = swarms;
        this.directory = directory;
        this.outbox = outbox;
        this.own = own;
        this.answers = new TokenBucket(
                node.limits().hub().answersPerSecond(), node.loop().nanoTime());
        hub.announcer(
                via -> swarms.all().forEach(swarm -> tell(Signal.Kind.QUERY, swarm, Optional.of(via))),
                () -> swarms.all().forEach(this::joined));
    }

    /** The node joined a swarm, or seeks in it now. */
    public void joined(SwarmId swarm) {
        tell(Signal.Kind.QUERY, swarm, Optional.empty());
        schedule(swarm);
        askAgain(swarm, FIRST_AGAIN, 0);
    }

    /** Signals get lost; who seeks and has found nobody does not wait a minute for somebody to announce itself. */
    private void askAgain(SwarmId swarm, Duration wait, int count) {
        if (count == MAX_AGAIN || !swarms.seeks(swarm)) {
            return;
        }
        node.loop().schedule(wait, () -> {
            if (swarms.seeks(swarm) && directory.sizeOf(swarm) == 0) {
                tell(Signal.Kind.QUERY, swarm, Optional.empty());
                askAgain(swarm, wait.multipliedBy(3), count + 1);
            }
        });
    }

    /** The node left a swarm. */
    public void left(SwarmId swarm) {
        Cancellable timer = timers.remove(swarm);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** What the node says of itself has changed: tells all swarms, changes of one moment together. */
    public void changed() {
        if (!changing) {
            changing = true;
            node.loop().schedule(SOON, () -> {
                changing = false;
                for (SwarmId swarm : swarms.all()) {
                    tell(Signal.Kind.ANNOUNCE, swarm, Optional.empty());
                    schedule(swarm);
                }
            });
        }
    }

    /** Answers a peer that asked who is in a swarm, unless it asks too often. */
    public void answer(KnownPeer asker, SwarmId swarm, String scope) {
        long nanos = node.loop().nanoTime();
        HubLimits limits = node.limits().hub();
        if (!askers.take(new Asker(asker.id(), swarm, asker.incarnation()), ANSWERS_PER_ASKER, nanos)
                || !answers.take(limits.answersPerSecond(), limits.answersPerSecond(), nanos)) {
            return;
        }
        Runnable send = () -> own.apply(List.of(swarm))
                .ifPresent(presence ->
                        outbox.post(asker, Signal.Kind.PRESENCE, NO_NEGOTIATION, CborCodec.encode(presence.toCbor())));
        long spread = spread(swarm, scope);
        if (spread == 0) {
            send.run();
        } else {
            node.loop().schedule(Duration.ofNanos(node.random().nextLong(spread)), send);
        }
    }

    /** Stops all timers. */
    public void close() {
        timers.values().forEach(Cancellable::cancel);
        timers.clear();
    }

    private long spread(SwarmId swarm, String scope) {
        int others = directory.sizeOf(swarm) - 1;
        if (others < 1 || scope.equals(SignalingProvider.SCOPE_JVM)) {
            return 0;
        }
        long spread = SPREAD_NANOS * Math.min(others, SPREAD_CAP);
        return scope.equals(SignalingProvider.SCOPE_LAN) ? spread : 10 * spread;
    }

    private void schedule(SwarmId swarm) {
        left(swarm);
        long interval = node.limits().hub().announceInterval().toNanos();
        long jitter = node.random().nextLong(interval / 4 + 1);
        timers.put(swarm, node.loop().schedule(Duration.ofNanos(interval + jitter), () -> {
            tell(Signal.Kind.ANNOUNCE, swarm, Optional.empty());
            schedule(swarm);
        }));
    }

    private void tell(Signal.Kind kind, SwarmId swarm, Optional<Via> only) {
        own.apply(List.of(swarm))
                .ifPresent(presence -> outbox.tell(kind, swarm, CborCodec.encode(presence.toCbor()), only));
    }
}
