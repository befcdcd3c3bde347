// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

/** The framework does not run a set as it should; the message is one line for people. */
final class FailedSwapException extends Exception {

    private static final long serialVersionUID = 1L;

    FailedSwapException(String message) {
        super(message);
    }

    FailedSwapException(String message, Throwable cause) {
        super(message, cause);
    }
}
