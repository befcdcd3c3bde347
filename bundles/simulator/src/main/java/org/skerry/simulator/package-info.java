// SPDX-License-Identifier: Apache-2.0
/**
 * Whole nodes in a simulated world. {@code SimWorld} has the time, the network and the nodes of a run; {@code SimNode} is a node, through
 * all its lives: the real identity, peering, content and exchange, on the loops of a simulated host, with a disk in memory, a simulated
 * transport, signaling and chunk store; {@code Life} is what ends with its process, every part of which can be replaced while it runs.
 * {@code Watch} and {@code SessionWatch} hold what has to be true of it against what it does. {@code Course} is a run that a seed makes
 * up: {@code SharedFiles} and {@code Wish} are what it is about, {@code Mishaps}, {@code DiskMishaps} and {@code Hostility} what
 * happens, {@code Checks}
 * what has to hold.
 */
@NullMarked
package org.skerry.simulator;

import org.jspecify.annotations.NullMarked;
