// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.crypto;

import java.security.MessageDigest;

/** Comparison that does not tell by its duration where two values differ. */
public final class ConstantTime {

    private ConstantTime() {}

    /** Whether both hold the same bytes; only the lengths show in the time taken. */
    public static boolean equal(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }
}
