// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

/** What an operator says of the network of a node; the number is what travels. */
public enum NetworkClass {
    /** Nothing. */
    UNKNOWN(0),
    /** Traffic costs nothing. */
    UNMETERED(1),
    /** Traffic is paid for. */
    METERED(2);

    private final int number;

    NetworkClass(int number) {
        this.number = number;
    }

    /** The number that travels. */
    public int number() {
        return number;
    }
}
