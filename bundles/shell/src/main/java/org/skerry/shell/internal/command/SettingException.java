// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

/** A setting that cannot be had or changed; the message is one line for people. */
public final class SettingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private SettingException(boolean usage, String message) {
        super(message, null, false, false);
        this.usage = usage;
    }

    /** What was asked for makes no sense: there is no such name, or the value is not one of those that are allowed. */
    public static SettingException senseless(String message) {
        return new SettingException(true, message);
    }

    /** What was asked for makes sense, but cannot be done. */
    public static SettingException failed(String message) {
        return new SettingException(false, message);
    }

    /** {@return the exit code for it} */
    int code() {
        return usage ? Reply.USAGE : Reply.FAILED;
    }
}
