// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.sync;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says which chunk to ask of which peer next. Register it as an OSGi service with the property {@value #NAME}. A pure
 * function: no I/O, no clock, no state, no randomness but the view's; so it can be swapped between two calls.
 */
@ConsumerType
public interface SyncStrategy {

    /** Service property: the name by which a transfer asks for it, such as {@code rarest}. */
    String NAME = "skerry.sync.name";

    /**
     * Chooses. Called on one thread at a time per transfer; must return within a few milliseconds.
     *
     * @param view what is wanted and who has it; valid during the call only
     * @param budget at most so many assignments
     * @return what to ask of whom, most urgent first; each pair of chunk and peer at most once, each peer only for what it
     *     has and within its {@link PeerView#room()}. Assignments that break these rules are ignored
     */
    List<Assignment> next(SwarmView view, int budget);
}
