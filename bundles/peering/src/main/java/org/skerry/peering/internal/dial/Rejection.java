// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

/** Why a negotiation is refused or given up; the number is what travels. */
enum Rejection {
    /** Another reason, or one that this node does not know. */
    OTHER(0),
    /** Too many peers, or too many handshakes under way. */
    BUSY(1),
    /** The transport is not there. */
    NO_TRANSPORT(2),
    /** No swarm in common, or not admitted. */
    REFUSED(3),
    /** Both offered at once; the offer of the lower peer id counts. */
    GLARE(4),
    /** The transport gave up. */
    FAILED(5);

    private final int number;

    Rejection(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Rejection of(long number) {
        for (Rejection reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        return OTHER;
    }
}
