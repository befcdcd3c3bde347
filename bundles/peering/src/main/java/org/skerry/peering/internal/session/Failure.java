// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

/**
 * Why nothing came of a negotiation or a fresh link.
 *
 * @param reason the kind of reason
 * @param why one line for the log
 * @param byPeer whether the peer said so
 */
public record Failure(GoAway.Reason reason, String why, boolean byPeer) {

    /** Found by this side. */
    public static Failure here(GoAway.Reason reason, String why) {
        return new Failure(reason, why, false);
    }

    /** Without a kind of its own, found by this side. */
    public static Failure of(String why) {
        return here(GoAway.Reason.OTHER, why);
    }

    /** Whether trying again soon is of no use. */
    public boolean isStern() {
        return isStern(reason);
    }

    /** Whether trying again soon after a session ended for a reason is of no use. */
    public static boolean isStern(GoAway.Reason reason) {
        return switch (reason) {
            case REFUSED, BUSY, VERSION, PROTOCOL, DONE -> true;
            default -> false;
        };
    }
}
