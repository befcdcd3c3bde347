// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.spi.identity.Signal;

/**
 * The part of an envelope that its sender signs: canonical CBOR of a signal, and of the swarm it is said to, so that no
 * member can carry it over to another swarm.
 */
final class SignalCodec {

    static final int MAX_BODY_BYTES = 32 * 1024;
    static final int NEGOTIATION_BYTES = 16;
    /** What the map adds to the body at most: 1 for its head, 35 each for sender and addressee, 58 for the rest. */
    static final int MAX_OVERHEAD_BYTES = 129;

    private static final int SENDER = 0;
    private static final int RECEIVER = 1;
    private static final int KIND = 2;
    private static final int NEGOTIATION = 3;
    private static final int SEQUENCE = 4;
    private static final int TIME = 5;
    private static final int EXPIRY = 6;
    private static final int BODY = 7;
    private static final int SWARM = 8;

    private static final long MAX_INT = (1L << 53) - 1;
    /** Room for fields of later versions. */
    private static final CborLimits LIMITS = new CborLimits(48 * 1024, 4, 64);

    private static final Set<Signal.Kind> TO_SWARM = EnumSet.of(Signal.Kind.ANNOUNCE, Signal.Kind.QUERY);

    private SignalCodec() {}

    /**
     * Encodes for one receiver or for a swarm.
     *
     * @throws IllegalArgumentException if the signal is not one that {@link #decode} lets through
     */
    static byte[] encode(Signal signal, Optional<SwarmId> swarm) {
        check(signal.receiver().isPresent() != swarm.isPresent(), "a signal has a receiver, or goes to a swarm");
        check(TO_SWARM.contains(signal.kind()) == swarm.isPresent(), signal.kind() + " does not travel like this");
        int negotiation = signal.negotiation().length;
        check(negotiation == 0 || negotiation == NEGOTIATION_BYTES, "a negotiation is named by 16 bytes, or none");
        check(signal.body().length <= MAX_BODY_BYTES, "a body has at most " + MAX_BODY_BYTES + " bytes");
        long time = signal.time().toEpochMilli();
        long expiry = signal.expiry().toEpochMilli();
        check(signal.sequence() >= 0 && time >= 0 && expiry >= time, "numbers and times only grow");
        CborMap.Builder map = CborMap.builder()
                .put(SENDER, signal.sender().bytes())
                .put(KIND, signal.kind().number())
                .put(SEQUENCE, signal.sequence())
                .put(TIME, time)
                .put(EXPIRY, expiry)
                .put(BODY, signal.body());
        signal.receiver().ifPresent(receiver -> map.put(RECEIVER, receiver.bytes()));
        swarm.ifPresent(to -> map.put(SWARM, to.bytes()));
        if (negotiation > 0) {
            map.put(NEGOTIATION, signal.negotiation());
        }
        return CborCodec.encode(map.build());
    }

    /**
     * Decodes what came for a receiver or for a swarm.
     *
     * @param receiver this node, if it was sealed to one receiver
     * @param swarm the swarm, if it was sealed to one
     * @throws MalformedCborException if a field is missing or wrong, or it was meant for someone else
     */
    static Signal decode(byte[] signed, Optional<PeerId> receiver, Optional<SwarmId> swarm)
            throws MalformedCborException {
        CborMap map = CborCodec.decodeMap(signed, LIMITS);
        checkAddressee(map, RECEIVER, receiver.map(PeerId::bytes), "another receiver");
        checkAddressee(map, SWARM, swarm.map(SwarmId::bytes), "another swarm");
        long time = map.requiredInt(TIME, 0, MAX_INT);
        return new Signal(
                PeerId.of(map.requiredBytes(SENDER, PeerId.BYTES, PeerId.BYTES)),
                receiver,
                kind(map.requiredInt(KIND, 0, MAX_INT), swarm.isPresent()),
                map.optionalBytes(NEGOTIATION, NEGOTIATION_BYTES, NEGOTIATION_BYTES)
                        .orElseGet(() -> new byte[0]),
                map.requiredInt(SEQUENCE, 0, MAX_INT),
                Instant.ofEpochMilli(time),
                Instant.ofEpochMilli(map.requiredInt(EXPIRY, time, MAX_INT)),
                map.requiredBytes(BODY, 0, MAX_BODY_BYTES));
    }

    private static void checkAddressee(CborMap map, int key, Optional<byte[]> expected, String otherwise)
            throws MalformedCborException {
        Optional<byte[]> found = map.optionalBytes(key, PeerId.BYTES, PeerId.BYTES);
        if (found.isPresent() != expected.isPresent()
                || found.isPresent() && !Arrays.equals(found.get(), expected.get())) {
            throw new MalformedCborException("meant for " + otherwise);
        }
    }

    private static Signal.Kind kind(long number, boolean toSwarm) throws MalformedCborException {
        Optional<Signal.Kind> kind = Signal.Kind.of(number);
        if (kind.isEmpty()) {
            throw new MalformedCborException("unknown kind " + number);
        }
        if (TO_SWARM.contains(kind.get()) != toSwarm) {
            throw new MalformedCborException(kind.get() + " does not travel like this");
        }
        return kind.get();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
