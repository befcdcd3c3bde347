// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.util.Arrays;

/**
 * A byte string. The array is not copied, neither in nor out, because pages of 256 KiB pass through here: whoever
 * creates or reads one must leave its bytes alone.
 */
public final class CborBytes implements CborValue {

    private final byte[] value;

    private CborBytes(byte[] value) {
        this.value = value;
    }

    /** A byte string over {@code value}, which the caller hands over. */
    public static CborBytes of(byte[] value) {
        return new CborBytes(value);
    }

    /** The bytes themselves, not a copy. */
    public byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CborBytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** Names the length only: byte strings may be secret. */
    @Override
    public String toString() {
        return "bytes[" + value.length + "]";
    }
}
