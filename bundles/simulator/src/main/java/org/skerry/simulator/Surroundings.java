// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.nio.file.Path;

/**
 * What a node has that outlives it.
 *
 * @param world where it is
 * @param name of its host
 * @param disk where all is that it keeps
 * @param home on that
 * @param watch looks at what it takes in
 * @param sessions looks at what it thinks of others
 */
record Surroundings(SimWorld world, String name, NodeDisk disk, Path home, Watch watch, SessionWatch sessions) {}
