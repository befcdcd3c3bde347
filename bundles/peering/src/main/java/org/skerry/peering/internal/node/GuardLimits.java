// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.time.Duration;

/**
 * Limits of reputation.
 *
 * @param ban score from which a peer is refused, until its score has halved
 * @param halfLife in which a score halves by itself
 * @param keep how long a score is kept at least after the last report
 * @param entries most peers with a score
 */
public record GuardLimits(int ban, Duration halfLife, Duration keep, int entries) {

    /** The defaults. */
    public static final GuardLimits DEFAULT = new GuardLimits(100, Duration.ofMinutes(15), Duration.ofHours(1), 10_000);
}
