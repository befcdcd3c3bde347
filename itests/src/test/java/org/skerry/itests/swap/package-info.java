// SPDX-License-Identifier: Apache-2.0
/**
 * What holds while bundles are swapped in a running node. {@link org.skerry.itests.swap.SwapsIT} starts a JVM for each
 * transport, in a network namespace of its own; in there {@link org.skerry.itests.swap.Swaps} runs a pair of nodes, one of
 * which fetches from the other, and each {@code …Part} swaps bundles meanwhile. {@link org.skerry.itests.swap.Accepted} says
 * when chunks came, {@link org.skerry.itests.swap.Figures} takes down what was measured.
 */
package org.skerry.itests.swap;
