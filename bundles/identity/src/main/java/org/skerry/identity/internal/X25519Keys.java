// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748) on raw keys of 32 bytes. */
final class X25519Keys {

    static final int BYTES = X25519.POINT_SIZE;

    private static final byte[] ANY_PRIVATE = new byte[BYTES];

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
        // Clamped scalars are multiples of 8, so that any of them takes each point of small order to zero.
        return agree(ANY_PRIVATE, publicKey).isEmpty();
    }
}
