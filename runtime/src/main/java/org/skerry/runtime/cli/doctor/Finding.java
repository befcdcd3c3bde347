// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

/**
 * What one look found.
 *
 * @param what was looked at
 * @param level how it is
 * @param message what was seen, and how to mend it if it is not well; one line
 */
record Finding(String what, Level level, String message) {

    /** How it is. */
    enum Level {
        /** Well. */
        OK,
        /** The node runs, but something will not work. */
        WARN,
        /** The node cannot work. */
        FAIL
    }

    static Finding ok(String what, String message) {
        return new Finding(what, Level.OK, message);
    }

    static Finding warn(String what, String message) {
        return new Finding(what, Level.WARN, message);
    }

    static Finding fail(String what, String message) {
        return new Finding(what, Level.FAIL, message);
    }
}
