// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

import org.skerry.spi.session.Conduct;

/** A peer broke the protocol; the session with it has to end. Carries no stack trace: hostile input makes many of these. */
public final class ProtocolViolation extends Exception {

    private static final long serialVersionUID = 1L;

    private final Conduct conduct;

    /**
     * It sent what makes no sense.
     *
     * @param message one line, told to the peer
     */
    public ProtocolViolation(String message) {
        this(Conduct.PROTOCOL_ERROR, message);
    }

    /**
     * Says how.
     *
     * @param conduct what to report
     * @param message one line, told to the peer
     */
    public ProtocolViolation(Conduct conduct, String message) {
        super(message, null, false, false);
        this.conduct = conduct;
    }

    /** {@return what to report} */
    public Conduct conduct() {
        return conduct;
    }
}
