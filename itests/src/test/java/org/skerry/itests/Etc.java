// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.util.Map;

/** Configuration files for test nodes, by name. */
final class Etc {

    /** Keeps a node's traffic on loopback, gives it a store in memory, and has it log what it takes in. */
    static final Map<String, String> LOOPBACK = Map.of(
            "org.skerry.transport.direct.cfg",
            "bind = 127.0.0.1\n",
            "org.skerry.store.memory-default.cfg",
            "max.bytes = 67108864\n",
            Taken.FILE,
            Taken.LOGGING);

    private Etc() {}
}
