// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark: {@link org.skerry.itests.bench.Bench} drives nodes of the shipped distribution and prints one table, a row
 * for each figure that the project promises. It asserts nothing. {@code itests/bench/run} starts it.
 */
package org.skerry.itests.bench;
