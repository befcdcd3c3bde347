// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

/** The two lanes of a link. Data must not hold up control. */
public enum Lane {
    /** Short messages that steer. */
    CONTROL,
    /** Fragments of chunks. */
    DATA
}
