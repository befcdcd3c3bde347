// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.nio.file.Path;
import org.skerry.testkit.sim.SimChunkStore;

/**
 * What a node has that outlives it.
 *
 * @param world where it is
 * @param name of its host
 * @param home where its state is
 * @param chunks the disk of its chunk store
 * @param watch looks at what it takes in
 * @param sessions looks at what it thinks of others
 */
record Surroundings(
        SimWorld world, String name, Path home, SimChunkStore.Disk chunks, Watch watch, SessionWatch sessions) {}
