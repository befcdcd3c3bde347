// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * An event loop: tasks run one at a time, in the order in which they were posted, so state that only they touch needs no
 * lock. Tasks must not block. All methods may be called from any thread, on the loop too, and never block.
 */
public interface Loop extends Executor {

    /** Runs {@code task} on the loop, later, even when called on the loop. Dropped in silence once the loop is closed. */
    @Override
    void execute(Runnable task);

    /**
     * Runs {@code task} on the loop, once, no sooner than {@code delay} from now; a negative delay counts as none. Dropped
     * in silence once the loop is closed.
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** Whether the caller is a task of this loop. */
    boolean inLoop();

    /** Monotonic time in nanoseconds from an arbitrary origin; compare by subtraction. */
    long nanoTime();

    /** Wall clock time, which may jump. */
    Instant now();
}
