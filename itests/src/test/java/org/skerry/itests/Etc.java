// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.util.Map;

/** Configuration files for test nodes, by name. */
final class Etc {

    /** Keeps a node's traffic on loopback, and gives it a store in memory. */
    static final Map<String, String> LOOPBACK = Map.of(
            "org.skerry.transport.direct.cfg", "bind = 127.0.0.1\n",
            "org.skerry.store.memory-default.cfg", "maxBytes = 67108864\n");

    private Etc() {}
}
