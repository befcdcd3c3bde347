// SPDX-License-Identifier: Apache-2.0
/**
 * A world in a box. {@code Simulation} is its time: one thread runs the loops of all hosts, one task after the other, in an order
 * that a seed decides, and no second passes that has to be waited for. {@code SimHost} is a machine: loops, a clock of its own, and
 * an end without warning. {@code SimNetwork} is what lies between them: a transport and a signaling provider for each host, which
 * pass the contracts of real ones, and latency, loss, duplicates, rates, partitions and one-way ways in between.
 */
@NullMarked
package org.skerry.testkit.sim;

import org.jspecify.annotations.NullMarked;
