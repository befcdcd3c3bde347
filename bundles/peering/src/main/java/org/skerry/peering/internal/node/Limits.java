// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

/**
 * Every limit of peering; immutable, replaced as a whole.
 *
 * @param hub signals
 * @param directory what is remembered
 * @param dial making links
 * @param session links and sessions
 * @param guard reputation
 */
public record Limits(
        HubLimits hub, DirectoryLimits directory, DialLimits dial, SessionLimits session, GuardLimits guard) {

    /** The defaults of the configuration. */
    public static final Limits DEFAULT = new Limits(
            HubLimits.DEFAULT, DirectoryLimits.DEFAULT, DialLimits.DEFAULT, SessionLimits.DEFAULT, GuardLimits.DEFAULT);

    /** These with other limits for making links. */
    public Limits with(DialLimits other) {
        return new Limits(hub, directory, other, session, guard);
    }

    /** These with other limits for the hub. */
    public Limits with(HubLimits other) {
        return new Limits(other, directory, dial, session, guard);
    }

    /** These with other limits for sessions. */
    public Limits with(SessionLimits other) {
        return new Limits(hub, directory, dial, other, guard);
    }

    /** These with other limits for the directory. */
    public Limits with(DirectoryLimits other) {
        return new Limits(hub, other, dial, session, guard);
    }
}
