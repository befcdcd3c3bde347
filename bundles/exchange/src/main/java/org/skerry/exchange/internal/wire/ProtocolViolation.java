// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/** A peer broke the protocol; the session with it has to end. Carries no stack trace: hostile input makes many of these. */
public final class ProtocolViolation extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says how.
     *
     * @param message one line, told to the peer
     */
    public ProtocolViolation(String message) {
        super(message, null, false, false);
    }
}
