// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.node;

import java.time.Duration;

/**
 * Limits of the directory.
 *
 * @param remember how long a peer is remembered after it was last heard
 * @param peers most peers in all
 * @param peersPerSwarm most peers in one swarm
 */
public record DirectoryLimits(Duration remember, int peers, int peersPerSwarm) {

    /** The defaults. */
    public static final DirectoryLimits DEFAULT = new DirectoryLimits(Duration.ofMinutes(5), 10_000, 1_000);
}
