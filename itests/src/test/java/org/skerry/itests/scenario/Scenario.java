// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import java.nio.file.Files;
import java.nio.file.Path;

/** A scenario, named on the command line, run in a work folder of its own. */
public final class Scenario {

    /** What a scenario does. */
    @FunctionalInterface
    interface Script {
        void run(Path work) throws Exception;
    }

    private Scenario() {}

    /**
     * Runs one.
     *
     * @param arguments its name; the transport of every node that it starts, if that is not for the nodes to choose
     */
    public static void main(String[] arguments) throws Exception {
        Script script = Scenarios.ALL.get(arguments[0]);
        Cli.over(arguments.length > 1 ? arguments[1] : "auto");
        Path work = Files.createTempDirectory("scenario").toRealPath();
        try {
            script.run(work);
            System.out.println("scenario " + arguments[0] + " holds");
            System.exit(0);
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
