// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * The side with the lower peer id chooses a link: the payload of USE, the first frame after AUTH.
 *
 * @param token names the session in the next handshake (16 bytes)
 * @param resumed whether the link carries the session that both sides named; otherwise a new one begins
 */
record Use(byte[] token, boolean resumed) {

    CborMap toCbor() {
        return CborMap.builder().put(0, token).put(1, resumed).build();
    }

    static Use from(CborMap map) throws MalformedCborException {
        return new Use(map.requiredBytes(0, Hello.TOKEN_BYTES, Hello.TOKEN_BYTES), map.requiredBool(1));
    }
}
