// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

import java.nio.charset.StandardCharsets;

/** HKDF with HMAC-SHA-256 (RFC 5869). Stateless; see {@link HkdfKey} for hot paths. */
public final class Hkdf {

    /** Most bytes that one derivation yields: 255 blocks. */
    public static final int MAX_BYTES = 255 * Hmac.BYTES;

    private static final byte[] NO_SALT = {};

    private Hkdf() {}

    /**
     * The extract step: a pseudorandom key of 32 bytes.
     *
     * @param salt may be empty
     * @param ikm input keying material
     */
    public static byte[] extract(byte[] salt, byte[] ikm) {
        return Hmac.of(salt, ikm);
    }

    /**
     * The expand step.
     *
     * @param prk pseudorandom key, usually out of {@link #extract}
     * @param length of the result in bytes
     * @throws IllegalArgumentException if {@code length} is negative or over {@link #MAX_BYTES}
     */
    public static byte[] expand(byte[] prk, byte[] info, int length) {
        return new HmacKey(prk).expand(info, length);
    }

    /** As {@link #expand(byte[], byte[], int)}, for many expansions of one pseudorandom key. */
    public static byte[] expand(HmacKey prk, byte[] info, int length) {
        return prk.expand(info, length);
    }

    /**
     * Both steps.
     *
     * @throws IllegalArgumentException if {@code length} is negative or over {@link #MAX_BYTES}
     */
    public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int length) {
        return new HkdfKey(ikm).derive(salt, info, length);
    }

    /**
     * Both steps with no salt, and the label in UTF-8 as info.
     *
     * @throws IllegalArgumentException if {@code length} is negative or over {@link #MAX_BYTES}
     */
    public static byte[] derive(byte[] ikm, String label, int length) {
        return derive(ikm, NO_SALT, label.getBytes(StandardCharsets.UTF_8), length);
    }
}
