// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import org.skerry.spi.session.Conduct;

/** Tells {@code peering} what a peer did. */
@FunctionalInterface
public interface Reports {
    /**
     * Reports.
     *
     * @param peer who
     * @param conduct what it did
     * @param detail one line for the log
     */
    void report(RemotePeer peer, Conduct conduct, String detail);
}
