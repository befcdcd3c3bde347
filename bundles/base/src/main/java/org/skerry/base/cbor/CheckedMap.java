// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.util.Arrays;
import org.skerry.base.crypto.Sha256;

/**
 * Maps in files, with a check sum of their own under key {@value #CHECK}: eight bytes of the SHA-256 of the canonical form of all the
 * rest. A disk that flips a bit is noticed by it; it is no protection against whoever can write the file.
 */
public final class CheckedMap {

    /** Key of the check sum. */
    public static final int CHECK = 23;

    private static final int BYTES = 8;

    private CheckedMap() {}

    /**
     * Encodes a map with its check sum.
     *
     * @param map what to encode, without key {@value #CHECK}
     * @return the canonical form
     */
    public static byte[] encode(CborMap map) {
        return CborCodec.encode(copy(map).put(CHECK, sum(map)).build());
    }

    /**
     * Compares a map with its check sum.
     *
     * @param map as it was decoded
     * @throws MalformedCborException if there is none, or another one
     */
    public static void check(CborMap map) throws MalformedCborException {
        byte[] sum = map.requiredBytes(CHECK, BYTES, BYTES);
        if (!Arrays.equals(sum, sum(copy(map).build()))) {
            throw new MalformedCborException(
                    "its check sum is of other bytes: a disk error, or another program changed it");
        }
    }

    private static byte[] sum(CborMap map) {
        return Arrays.copyOf(Sha256.of(CborCodec.encode(map)), BYTES);
    }

    private static CborMap.Builder copy(CborMap map) {
        CborMap.Builder copy = CborMap.builder();
        map.keys().stream()
                .filter(key -> key != CHECK)
                .forEach(key -> map.get(key).ifPresent(value -> copy.put(key, value)));
        return copy;
    }
}
