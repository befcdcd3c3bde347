// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

/** What becomes of a fresh link; exactly one of the two is called, on the loop. */
public interface LinkOutcome {

    /** It carries the session now. */
    void carries();

    /** It is closed, and carried nothing. */
    void failed(Failure failure);
}
