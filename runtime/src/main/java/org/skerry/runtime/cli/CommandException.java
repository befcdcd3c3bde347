// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

/** A command cannot go on; the message is one line for people. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Ends the command.
     *
     * @param code exit code
     * @param message one line for people
     */
    public CommandException(int code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * Ends the command.
     *
     * @param code exit code
     * @param message one line for people
     * @param cause for those who debug
     */
    public CommandException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** {@return the exit code} */
    public int code() {
        return code;
    }
}
