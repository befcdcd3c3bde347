// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.util.List;

/** Names of the bundles that are swapped. */
final class Bundles {

    /** Those of floors 1 and 2. */
    static final List<String> FLOORS =
            List.of("org.skerry.peering", "org.skerry.exchange", "org.skerry.content", "org.skerry.identity");

    static final Provider STRATEGY =
            new Provider("sync strategy", "org.skerry.sync.rarest", "org.skerry.sync.sequential");

    static final Provider STORE = new Provider("store", "org.skerry.store.file", "org.skerry.store.memory");

    static final Provider SIGNALING =
            new Provider("signaling", "org.skerry.signaling.broadcast", "org.skerry.signaling.multicast");

    private Bundles() {}

    /**
     * A provider of floor 3, of which there are two.
     *
     * @param kind for people
     * @param used the bundle whose service goes first
     * @param other the bundle that takes over when that one is not there
     */
    record Provider(String kind, String used, String other) {}

    static String transport(String name) {
        return "org.skerry.transport." + name;
    }
}
