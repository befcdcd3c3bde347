// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Workers;

/**
 * Gives files their names when they are whole. That waits for the disk, so it runs on threads of its own, and many at a time,
 * because a disk commits what waits for it together. Thread-safe.
 */
final class Naming {

    /** Some hundred bytes each; whoever comes when there are more names its file itself. */
    private static final int MOST_WAITING = 4096;

    private final Workers threads;
    private final Task task;
    private final Consumer<@Nullable Throwable> whenIdle;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Names one file. */
    interface Task {
        void name(int file) throws AcquireException;
    }

    /** With {@code whenIdle} called when no file waits any more, and with the failure each time that one could not be named. */
    Naming(Workers threads, Task task, Consumer<@Nullable Throwable> whenIdle) {
        this.threads = threads;
        this.task = task;
        this.whenIdle = whenIdle;
    }

    /** Whether a file waits for its name. */
    boolean isBusy() {
        return waiting.get() > 0;
    }

    /** Names a file, now or later. */
    void name(int file) throws AcquireException {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            try {
                task.name(file);
                named(null);
            } catch (AcquireException | RuntimeException e) {
                named(e);
                throw e;
            }
            return;
        }
        threads.<Boolean>submit(() -> {
                    task.name(file);
                    return true;
                })
                .whenComplete((done, failure) -> named(failure));
    }

    private void named(@Nullable Throwable failure) {
        if (failure != null) {
            whenIdle.accept(failure); // While it counts as waiting: no one must take what is not named for named.
        }
        if (waiting.decrementAndGet() == 0 && failure == null) {
            whenIdle.accept(null);
        }
    }
}
