// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.List;
import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.peering.internal.node.NetworkClass;

/**
 * The first frame of each side on a fresh link. Its layout is frozen for ever: fields may be added under new keys, those
 * below neither change nor go.
 *
 * @param peer who sends it (key 0, 32 bytes)
 * @param incarnation of its process (key 1)
 * @param nonce fresh and random (key 2, 32 bytes)
 * @param minVersion lowest version of the protocol that it speaks (key 3, first item)
 * @param maxVersion highest one (key 3, second item)
 * @param capabilities what it can do beyond that, numbers (key 4, at most 64)
 * @param maxMessageBytes longest frame that it takes, header included (key 5, at least 16 KiB)
 * @param heartbeatMillis how often it sends a PING (key 6, 1 to 600,000)
 * @param network class of its network: 0 unknown, 1 unmetered, 2 metered (key 7)
 * @param resume names the session that it still holds with the other side (key 8, 16 bytes, optional)
 */
record Hello(
        PeerId peer,
        long incarnation,
        byte[] nonce,
        int minVersion,
        int maxVersion,
        List<Integer> capabilities,
        int maxMessageBytes,
        int heartbeatMillis,
        int network,
        Optional<byte[]> resume) {

    static final int VERSION = 1;

    /** Capability: ends the lanes of a link that it leaves with MOVED. */
    static final int MOVES = 1;

    static final int NONCE_BYTES = 32;
    static final int TOKEN_BYTES = 16;
    static final int MIN_MESSAGE = 16 << 10;

    private static final int MAX_MESSAGE = 1 << 30;
    private static final int MAX_CAPABILITIES = 64;
    private static final long MAX_INT = (1L << 53) - 1;
    private static final int MAX_HEARTBEAT = 600_000;
    private static final int MAX_U16 = 0xffff;

    CborMap toCbor() {
        return CborMap.builder()
                .put(0, peer.bytes())
                .put(1, incarnation)
                .put(2, nonce)
                .put(3, CborArray.ofInts(minVersion, maxVersion))
                .put(4, CborArray.ofInts(capabilities.stream().mapToLong(c -> c).toArray()))
                .put(5, (long) maxMessageBytes)
                .put(6, (long) heartbeatMillis)
                .put(7, (long) network)
                .putIfPresent(8, resume.orElse(null))
                .build();
    }

    static Hello from(CborMap map) throws MalformedCborException {
        CborArray versions = map.requiredArray(3, 2);
        CborArray numbers = map.requiredArray(4, MAX_CAPABILITIES);
        Integer[] capabilities = new Integer[numbers.size()];
        for (int i = 0; i < capabilities.length; i++) {
            capabilities[i] = (int) numbers.intAt(i, 0, MAX_U16);
        }
        return new Hello(
                PeerId.of(map.requiredBytes(0, PeerId.BYTES, PeerId.BYTES)),
                map.requiredInt(1, 0, MAX_INT),
                map.requiredBytes(2, NONCE_BYTES, NONCE_BYTES),
                (int) versions.intAt(0, 1, MAX_U16),
                (int) versions.intAt(1, 1, MAX_U16),
                List.of(capabilities),
                (int) map.requiredInt(5, MIN_MESSAGE, MAX_MESSAGE),
                (int) map.requiredInt(6, 1, MAX_HEARTBEAT),
                (int) map.requiredInt(7, 0, 255),
                map.optionalBytes(8, TOKEN_BYTES, TOKEN_BYTES));
    }

    /** The limits of its encoding. */
    static CborLimits limits(int maxBytes) {
        return new CborLimits(maxBytes, 4, 256);
    }

    boolean isMetered() {
        return network == NetworkClass.METERED.number();
    }

    boolean speaksOurs() {
        return minVersion <= VERSION && VERSION <= maxVersion;
    }
}
