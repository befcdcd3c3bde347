// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.skerry.base.bytes.Hex;

/** X25519 (RFC 7748) on raw keys of 32 bytes. */
final class X25519Keys {

    static final int BYTES = X25519.POINT_SIZE;

    /** The coordinates, as they may be written in 255 bits, of points whose order divides 8: two have the order 8. */
    private static final List<byte[]> SMALL_ORDER = Stream.of(
                    "00".repeat(BYTES),
                    "01" + "00".repeat(BYTES - 1),
                    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                    "ec" + "ff".repeat(BYTES - 2) + "7f",
                    "ed" + "ff".repeat(BYTES - 2) + "7f",
                    "ee" + "ff".repeat(BYTES - 2) + "7f")
            .map(Hex::decode)
            .toList();

    private X25519Keys() {}

    /** A fresh private key, which the caller wipes. */
    static byte[] randomPrivate(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return key;
    }

    static byte[] publicOf(byte[] privateKey) {
        byte[] publicKey = new byte[BYTES];
        X25519.generatePublicKey(privateKey, 0, publicKey, 0);
        return publicKey;
    }

    /**
     * The shared secret, which the caller wipes; empty if it is all zero, which only a public key of small order yields
     * (RFC 7748 section 6.1, RFC 9180 section 7.1.4), or if a length is wrong.
     */
    static Optional<byte[]> agree(byte[] privateKey, byte[] publicKey) {
        if (privateKey.length != BYTES || publicKey.length != BYTES) {
            return Optional.empty();
        }
        byte[] shared = new byte[BYTES];
        return X25519.calculateAgreement(privateKey, 0, publicKey, 0, shared, 0)
                ? Optional.of(shared)
                : Optional.empty();
    }

    /** Whether every agreement with this public key fails. */
    static boolean isSmallOrder(byte[] publicKey) {
        byte[] coordinate = publicKey.clone();
        coordinate[BYTES - 1] &= 0x7f; // RFC 7748 section 5: that bit is ignored
        return SMALL_ORDER.stream().anyMatch(it -> Arrays.equals(it, coordinate));
    }
}
