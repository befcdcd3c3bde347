// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.time.Instant;

/** A change to the bundles of a running node. */
@FunctionalInterface
interface Swap {

    /** Makes it. @return when it began */
    Instant run() throws Exception;

    /** Makes it while chunks come. @return by how much it made them pause, milliseconds */
    default double during(Flow flow) throws Exception {
        flow.awaitSteady();
        return flow.pauseAfter(run());
    }
}
