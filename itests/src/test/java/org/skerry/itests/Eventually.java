// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what comes in its own time; inside a container, where Awaitility is not. */
final class Eventually {

    private static final long SECONDS = 15;

    private Eventually() {}

    /**
     * Waits until something holds, 15 s at most.
     *
     * @param what for the message
     * @param condition asked every 20 ms
     */
    static void holds(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + SECONDS + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
