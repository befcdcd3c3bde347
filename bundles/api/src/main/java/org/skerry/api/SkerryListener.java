// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what happens in a node, one event at a time, on a thread of the node; must not block. */
@FunctionalInterface
@ConsumerType
public interface SkerryListener {
    /**
     * Something happened.
     *
     * @param event what
     */
    void onEvent(SkerryEvent event);
}
