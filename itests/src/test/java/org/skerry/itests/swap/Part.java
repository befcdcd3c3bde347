// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

/** Some bundles are swapped while a fetch is under way. */
@FunctionalInterface
interface Part {

    /**
     * Swaps.
     *
     * @param pair the nodes
     * @param fetches keep one fetch under way; what is left of it is for the next part
     * @param figures get what was measured
     * @throws AssertionError if something was lost
     */
    void run(Pair pair, Fetches fetches, Figures figures) throws Exception;
}
