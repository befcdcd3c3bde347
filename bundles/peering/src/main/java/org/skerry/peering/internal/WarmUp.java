// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.Practice;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
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
    private static final int MESSAGE_BYTES = 300;

    private final Identity identity;
    private final Envelopes envelopes;
    private final Rehearsal rehearsal = new Rehearsal();
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
            rehearsal.round();
            return ++rounds < ROUNDS;
        } catch (RuntimeException | MalformedCborException e) {
            LOG.debug("the identity went while warming up: {}", e.toString());
            return false;
        }
    }

    private void round() throws MalformedCborException {
        SwarmId swarm = SwarmId.of(SwarmId.Kind.FIXED, new byte[SwarmId.BYTES]);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        SealKey key = identity.sealKey();
        Presence presence =
                new Presence(identity.inbox(0), key, List.of("direct"), identity.incarnation(), true, List.of(swarm));
        byte[] body = CborCodec.encode(presence.toCbor());
        read(envelopes.open(
                envelopes.seal(signal(now, Optional.empty(), Signal.Kind.QUERY, body), swarm, 0), swarm, 0));
        read(envelopes.open(
                envelopes.seal(signal(now, Optional.of(identity.self()), Signal.Kind.PRESENCE, body), key)));
        identity.verify(identity.self(), key, now);
        byte[] message = new byte[MESSAGE_BYTES];
        identity.verify(identity.self(), Purpose.SESSION, message, identity.sign(Purpose.SESSION, message));
    }

    private static void read(Opened opened) throws MalformedCborException {
        if (opened instanceof Opened.Genuine genuine) {
            Presence.from(CborCodec.decodeMap(genuine.signal().body(), Presence.limits()));
        }
    }

    private Signal signal(Instant now, Optional<PeerId> receiver, Signal.Kind kind, byte[] body) {
        return new Signal(identity.self(), receiver, kind, new byte[0], 0, now, now, body);
    }
}
