// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.identity;

/** What came of opening an envelope. */
public sealed interface Opened {

    /**
     * It is genuine.
     *
     * @param signal what it held
     */
    record Genuine(Signal signal) implements Opened {}

    /**
     * It is malformed, not for this node, or not signed by who it says.
     *
     * @param reason one line for the log
     */
    record Refused(String reason) implements Opened {}
}
