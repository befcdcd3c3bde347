// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

/** Arguments that make no sense; the message is one line for people. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public UsageException(String message) {
        super(message, null, false, false);
    }
}
