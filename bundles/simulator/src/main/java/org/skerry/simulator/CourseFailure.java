// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.util.List;

/** Something did not hold in a run. The message says what, how to see it again, and what happened last. */
public final class CourseFailure extends AssertionError {

    private static final long serialVersionUID = 1;
    private static final int LINES = 400;

    CourseFailure(long seed, Throwable cause, List<String> lines) {
        super(message(seed, cause, lines), cause);
    }

    private static String message(long seed, Throwable cause, List<String> lines) {
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        return "seed " + seed + ": " + cause.getMessage()
                + "\nagain: ./mvnw -pl bundles/simulator -am test -Dtest=CoursesTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dskerry.failIfNoTests=false -Dskerry.sim.seed=" + seed + "\n" + String.join("\n", last);
    }
}
