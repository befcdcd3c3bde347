// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

/** Something is not deployed; nothing has changed. The message is one line for people that says what to do. */
class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
