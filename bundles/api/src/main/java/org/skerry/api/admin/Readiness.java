// SPDX-License-Identifier: Apache-2.0
package org.skerry.api.admin;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says whether a part of the node can do its work, and names what is missing if not. A part registers one as an OSGi
 * service; the node is ready when every finding of every part is ready. Must answer at once, from any thread.
 */
@ConsumerType
@FunctionalInterface
public interface Readiness {

    /** {@return what this part needs, each with its state} */
    List<Finding> findings();

    /**
     * One thing that a part needs.
     *
     * @param name short and stable: {@code transport}, {@code store}
     * @param ready whether it is there and works
     * @param message one line for people: what is there, or what is missing and how to mend it
     */
    record Finding(String name, boolean ready, String message) {}
}
