// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

/** The null item. The protocol leaves absent keys out; null appears only where a position in an array must be kept. */
public enum CborNull implements CborValue {
    /** The only null. */
    NULL
}
