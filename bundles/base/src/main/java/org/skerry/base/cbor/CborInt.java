// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

/**
 * An integer that every implementation can hold exactly, JavaScript included.
 *
 * @param value strictly between -2^53 and 2^53
 */
public record CborInt(long value) implements CborValue {

    /** The largest magnitude: 2^53 - 1. */
    public static final long MAX_MAGNITUDE = (1L << 53) - 1;

    /** @throws IllegalArgumentException if {@code |value|} is 2^53 or more */
    public CborInt {
        if (!isRepresentable(value)) {
            throw new IllegalArgumentException("integer of 2^53 or more: " + value);
        }
    }

    static boolean isRepresentable(long value) {
        return value >= -MAX_MAGNITUDE && value <= MAX_MAGNITUDE;
    }
}
