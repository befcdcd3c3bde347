// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.Optional;

/**
 * Whose configuration a file holds. What stands before the first hyphen in its name is the factory (FileInstall).
 *
 * @param type the PID, or the factory PID
 * @param instance name of the instance, of a factory only
 */
record Pid(String type, Optional<String> instance) {

    static final String SUFFIX = ".cfg";

    /** From the name of a file without {@code .cfg}, or a PID as the Configuration Admin makes it of a factory's. */
    static Pid parse(String name) {
        String plain = name.replace('~', '-');
        int dash = plain.indexOf('-');
        return dash > 0
                ? new Pid(plain.substring(0, dash), Optional.of(name.substring(dash + 1)))
                : new Pid(name, Optional.empty());
    }

    /** {@return the name of the file in {@code etc/}} */
    String file() {
        return this + SUFFIX;
    }

    /** {@return the PID under which the Configuration Admin knows it} */
    String servicePid() {
        return type + instance.map(it -> "~" + it).orElse("");
    }

    @Override
    public String toString() {
        return type + instance.map(it -> "-" + it).orElse("");
    }
}
