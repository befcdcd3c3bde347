// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

/** HMAC-SHA-256 (RFC 2104). */
public final class Hmac {

    /** Length of a code in bytes. */
    public static final int BYTES = 32;

    private Hmac() {}

    /** The code of all parts behind each other. */
    public static byte[] of(byte[] key, byte[]... parts) {
        return new HmacKey(key).of(parts);
    }
}
