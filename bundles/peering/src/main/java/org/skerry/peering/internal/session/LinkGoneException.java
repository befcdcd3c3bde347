// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.io.IOException;

/** No link carries the session. Carries no stack trace: it is an everyday outcome. */
final class LinkGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    LinkGoneException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
