// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

/** A file is not taken, as no publisher that is trusted answers for it. The message is one line for people that says what to do. */
public final class UntrustedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** There is no signature. */
        UNSIGNED,
        /** What should hold signatures cannot be read. */
        MALFORMED,
        /** All signatures are by keys that are not trusted. */
        NOT_TRUSTED,
        /** A key that was revoked has signed it, and none that is trusted. */
        REVOKED,
        /** A key that is trusted has signed something else: the file or its signature was changed. */
        WRONG
    }

    private final Reason reason;

    UntrustedException(Reason reason, String message) {
        // Names of files may hold what ends a line, or steers a terminal.
        super(message.replaceAll("\\p{Cntrl}", "?"));
        this.reason = reason;
    }

    /** {@return what is wrong} */
    public Reason reason() {
        return reason;
    }
}
