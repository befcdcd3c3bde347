// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;

/** The other side sent what the protocol does not allow. Carries no stack trace: hostile input can make many of these. */
final class BrokenProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenProtocolException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
