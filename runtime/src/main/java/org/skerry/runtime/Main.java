// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime;

import org.skerry.runtime.cli.CommandLines;

/** Begins. */
public final class Main {

    private Main() {}

    /**
     * Runs a command line and ends the process with its exit code.
     *
     * @param args see {@code skerry --help}
     */
    public static void main(String[] args) {
        System.exit(CommandLines.run(args));
    }
}
