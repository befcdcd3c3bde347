// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

/**
 * True or false.
 *
 * @param value the boolean
 */
public record CborBool(boolean value) implements CborValue {

    private static final CborBool TRUE = new CborBool(true);
    private static final CborBool FALSE = new CborBool(false);

    /** A shared instance for {@code value}. */
    public static CborBool of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
