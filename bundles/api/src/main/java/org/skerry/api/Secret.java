// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The 32 random bytes that open a share. Whoever has them reads every version of it. The text form is never printed by
 * accident: {@link #toString()} hides the bytes; only {@link ContentLink#toString()} shows them.
 */
public final class Secret {

    /** Length in bytes. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps the bytes of a secret.
     *
     * @param bytes exactly 32 bytes; copied
     * @return the secret
     * @throws IllegalArgumentException if the length is another
     */
    public static Secret of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a secret has 32 bytes, not " + bytes.length);
        }
        return new Secret(bytes.clone());
    }

    /**
     * Makes a new one.
     *
     * @param random a strong source
     * @return a fresh secret
     */
    public static Secret random(SecureRandom random) {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        return new Secret(fresh);
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes[0] << 8 ^ bytes[BYTES - 1];
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
