// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

/** Exit codes. */
public final class Exit {

    /** All is well. */
    public static final int OK = 0;

    /** It failed. */
    public static final int FAILED = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** Not found, or given up waiting. */
    public static final int NOT_FOUND = 3;

    /** Ended by the user. */
    public static final int INTERRUPTED = 130;

    private Exit() {}
}
