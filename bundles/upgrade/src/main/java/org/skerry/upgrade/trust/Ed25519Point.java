// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.math.BigInteger;
import java.util.Set;

/** What the JDK does not ask of the point that a public key is (RFC 8032, section 5.1). */
final class Ed25519Point {

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** One of the two heights of points of order 8; the other is its negative. */
    private static final BigInteger EIGHTH =
            new BigInteger("5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

    /** The heights (y) of all points of small order, that is 1, 2, 4 or 8. */
    private static final Set<BigInteger> SMALL_ORDER =
            Set.of(BigInteger.ZERO, BigInteger.ONE, PRIME.subtract(BigInteger.ONE), EIGHTH, PRIME.subtract(EIGHTH));

    private Ed25519Point() {}

    /**
     * Whether a public key is encoded in the one way that there is, and not of small order: with such a key, signatures that anyone
     * can make fit.
     *
     * @param key 32 bytes
     */
    static boolean isSound(byte[] key) {
        byte[] height = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            height[i] = key[key.length - 1 - i];
        }
        height[0] &= 0x7f; // the highest bit is the sign of x
        BigInteger y = new BigInteger(1, height);
        return y.compareTo(PRIME) < 0 && !SMALL_ORDER.contains(y);
    }
}
