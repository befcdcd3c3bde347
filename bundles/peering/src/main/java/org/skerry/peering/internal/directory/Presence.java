// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.skerry.api.Id256;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.signaling.Inbox;

/**
 * What a node says of itself: the body of ANNOUNCE, QUERY and PRESENCE, and a part of OFFER.
 *
 * @param inbox where it receives
 * @param sealKey to which it is sealed
 * @param transports names of the transports that it has now
 * @param incarnation of its process
 * @param seeking whether it dials in these swarms
 * @param swarms in which it is; for ANNOUNCE and QUERY exactly the one whose topic it came under
 */
public record Presence(
        Inbox inbox,
        SealKey sealKey,
        List<String> transports,
        long incarnation,
        boolean seeking,
        List<SwarmId> swarms) {

    /** Most transports named. */
    public static final int MAX_TRANSPORTS = 8;

    /** Most swarms named. */
    public static final int MAX_SWARMS = 64;

    /** Longest name of a transport. */
    public static final int MAX_NAME = 16;

    private static final CborLimits LIMITS = new CborLimits(8 << 10, 4, 256);
    private static final long MAX_INT = (1L << 53) - 1;

    /** The canonical encoding. */
    public CborMap toCbor() {
        CborMap key = CborMap.builder()
                .put(0, sealKey.key())
                .put(1, sealKey.epoch())
                .put(2, sealKey.expiry().getEpochSecond())
                .put(3, sealKey.signature())
                .build();
        return CborMap.builder()
                .put(0, inbox.bytes())
                .put(1, key)
                .put(2, CborArray.ofTexts(transports))
                .put(3, incarnation)
                .put(4, seeking)
                .put(5, CborArray.ofBytes(swarms.stream().map(Presence::encode).toList()))
                .build();
    }

    /**
     * Reads it.
     *
     * @param map as received
     * @throws MalformedCborException if a field is missing or out of bounds
     */
    public static Presence from(CborMap map) throws MalformedCborException {
        CborMap key = map.requiredMap(1);
        SealKey sealKey = SealKey.of(
                key.requiredBytes(0, 32, 32),
                key.requiredInt(1, 0, MAX_INT),
                Instant.ofEpochSecond(key.requiredInt(2, 0, 1L << 40)),
                key.requiredBytes(3, 64, 64));
        return new Presence(
                Inbox.of(map.requiredBytes(0, Id256.BYTES, Id256.BYTES)),
                sealKey,
                names(map.requiredArray(2, MAX_TRANSPORTS)),
                map.requiredInt(3, 0, MAX_INT),
                map.requiredBool(4),
                swarms(map.requiredArray(5, MAX_SWARMS)));
    }

    /** The limits for a body that holds nothing else. */
    public static CborLimits limits() {
        return LIMITS;
    }

    private static List<String> names(CborArray array) throws MalformedCborException {
        List<String> names = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            names.add(array.textAt(i, MAX_NAME));
        }
        return List.copyOf(names);
    }

    private static List<SwarmId> swarms(CborArray array) throws MalformedCborException {
        List<SwarmId> swarms = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            decode(array.bytesAt(i, 1, 64)).ifPresent(swarms::add);
        }
        return List.copyOf(swarms);
    }

    private static byte[] encode(SwarmId swarm) {
        return Bytes.concat(new byte[] {(byte) swarm.kind().number()}, swarm.bytes());
    }

    /** Empty for kinds that this node does not know. */
    private static Optional<SwarmId> decode(byte[] bytes) {
        if (bytes.length != 1 + Id256.BYTES) {
            return Optional.empty();
        }
        byte[] id = Arrays.copyOfRange(bytes, 1, bytes.length);
        return SwarmId.Kind.of(bytes[0]).map(kind -> SwarmId.of(kind, id));
    }
}
