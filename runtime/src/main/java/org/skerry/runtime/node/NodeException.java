// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

/** A node cannot be started; the message is one line for people that says what to do. */
public final class NodeException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message one line for people
     */
    public NodeException(String message) {
        super(message);
    }

    /**
     * Says why.
     *
     * @param message one line for people
     * @param cause for the log
     */
    public NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
