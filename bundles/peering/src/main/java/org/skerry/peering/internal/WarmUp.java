// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.Practice;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Practises what meeting a peer takes, before there is one: the first seals and signatures in a fresh JVM cost a hundred
 * times as much as later ones, and the first few hundred several times as much. Sends nothing.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 500;
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final int BODY_BYTES = 300;

    private final Identity identity;
    private final Envelopes envelopes;
    private int rounds;

    WarmUp(Identity identity, Envelopes envelopes) {
        this.identity = identity;
        this.envelopes = envelopes;
    }

    /**
     * Begins at once, and goes on in slices.
     *
     * @param loop times the slices
     * @param worker runs them
     */
    void begin(Loop loop, Executor worker) {
        Practice practice =
                new Practice(this::practise, (pause, slice) -> loop.schedule(pause, () -> worker.execute(slice)));
        worker.execute(() -> practice.begin(AT_ONCE));
    }

    private boolean practise() {
        try {
            round();
            return ++rounds < ROUNDS;
        } catch (RuntimeException e) {
            LOG.debug("the identity went while warming up: {}", e.toString());
            return false;
        }
    }

    private void round() {
        SwarmId swarm = SwarmId.of(SwarmId.Kind.FIXED, new byte[SwarmId.BYTES]);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        envelopes.open(envelopes.seal(signal(now, false), swarm, 0), swarm, 0);
        envelopes.open(envelopes.seal(signal(now, true), identity.sealKey()));
        identity.inbox(0);
        identity.verify(identity.self(), identity.sealKey(), now);
        byte[] message = new byte[1 + BODY_BYTES];
        identity.verify(identity.self(), Purpose.SESSION, message, identity.sign(Purpose.SESSION, message));
    }

    private Signal signal(Instant now, boolean directed) {
        return new Signal(
                identity.self(),
                directed ? Optional.of(identity.self()) : Optional.empty(),
                directed ? Signal.Kind.PRESENCE : Signal.Kind.QUERY,
                new byte[0],
                0,
                now,
                now,
                new byte[BODY_BYTES]);
    }
}
