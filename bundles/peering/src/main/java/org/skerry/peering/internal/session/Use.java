// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * The side with the lower peer id chooses a link: the payload of USE, the first frame after AUTH.
 *
 * @param token names the session in the next handshake (16 bytes)
 * @param resumed whether the link carries the session that both sides named; otherwise a new one begins
 * @param number higher than in any USE before of the same process to the same peer: links are not in order with each other, and
 *     the last choice counts
 */
record Use(byte[] token, boolean resumed, long number) {

    private static final long MAX_INT = (1L << 53) - 1;

    CborMap toCbor() {
        return CborMap.builder().put(0, token).put(1, resumed).put(2, number).build();
    }

    static Use from(CborMap map) throws MalformedCborException {
        return new Use(
                map.requiredBytes(0, Hello.TOKEN_BYTES, Hello.TOKEN_BYTES),
                map.requiredBool(1),
                map.requiredInt(2, 1, MAX_INT));
    }
}
