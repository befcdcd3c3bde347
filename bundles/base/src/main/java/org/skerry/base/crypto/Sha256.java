// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {

    /** Length of a hash in bytes. */
    public static final int BYTES = 32;

    private Sha256() {}

    /** Hash of all parts behind each other. */
    public static byte[] of(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** Hash of what remains in the buffer, whose position stays. */
    public static byte[] of(ByteBuffer data) {
        MessageDigest digest = newDigest();
        digest.update(data.duplicate());
        return digest.digest();
    }

    /** A digest of the caller's own, for data that comes in pieces or for reuse; not thread-safe. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
