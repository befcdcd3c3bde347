// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

/**
 * Every limit of peering; immutable, replaced as a whole.
 *
 * @param hub signals
 * @param directory what is remembered
 * @param dial making links
 * @param move moving sessions from link to link
 * @param session links and sessions
 * @param guard reputation
 */
public record Limits(
        HubLimits hub,
        DirectoryLimits directory,
        DialLimits dial,
        MoveLimits move,
        SessionLimits session,
        GuardLimits guard) {

    /** The defaults of the configuration. */
    public static final Limits DEFAULT = new Limits(
            HubLimits.DEFAULT,
            DirectoryLimits.DEFAULT,
            DialLimits.DEFAULT,
            MoveLimits.DEFAULT,
            SessionLimits.DEFAULT,
            GuardLimits.DEFAULT);

    /** These with other limits for making links. */
    public Limits with(DialLimits other) {
        return new Limits(hub, directory, other, move, session, guard);
    }

    /** These with other limits for the hub. */
    public Limits with(HubLimits other) {
        return new Limits(other, directory, dial, move, session, guard);
    }

    /** These with other limits for sessions. */
    public Limits with(SessionLimits other) {
        return new Limits(hub, directory, dial, move, other, guard);
    }

    /** These with other limits for moving. */
    public Limits with(MoveLimits other) {
        return new Limits(hub, directory, dial, other, session, guard);
    }

    /** These with other limits for the directory. */
    public Limits with(DirectoryLimits other) {
        return new Limits(hub, other, dial, move, session, guard);
    }
}
