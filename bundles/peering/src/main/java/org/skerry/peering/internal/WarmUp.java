// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.skerry.api.SwarmId;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Practises what meeting a peer takes, before there is one: the first seals and signatures in a fresh JVM cost a hundred
 * times as much as later ones, while their classes load and are compiled. Sends nothing.
 */
final class WarmUp implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 40;
    private static final long LONGEST_NANOS = 300_000_000;
    private static final int BODY_BYTES = 300;

    private final Identity identity;
    private final Envelopes envelopes;

    WarmUp(Identity identity, Envelopes envelopes) {
        this.identity = identity;
        this.envelopes = envelopes;
    }

    @Override
    public void run() {
        long end = System.nanoTime() + LONGEST_NANOS;
        try {
            for (int i = 0; i < ROUNDS && !isOver(end); i++) {
                round();
            }
        } catch (RuntimeException e) {
            LOG.debug("the identity went while warming up: {}", e.toString());
        }
    }

    private static boolean isOver(long end) {
        return System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted();
    }

    private void round() {
        SwarmId swarm = SwarmId.of(SwarmId.Kind.FIXED, new byte[SwarmId.BYTES]);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        envelopes.open(envelopes.seal(signal(now, false), swarm, 0), swarm, 0);
        envelopes.open(envelopes.seal(signal(now, true), identity.sealKey()));
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
