// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A task with a deadline that runs once, or not at all if disarmed before; equal deadlines keep their sequence. */
final class Timer implements Runnable {

    static final Comparator<Timer> ORDER =
            Comparator.comparingLong(Timer::deadlineNanos).thenComparingLong(timer -> timer.sequence);

    private final long deadlineNanos;
    private final long sequence;
    private volatile @Nullable Runnable task;

    Timer(long deadlineNanos, long sequence, Runnable task) {
        this.deadlineNanos = deadlineNanos;
        this.sequence = sequence;
        this.task = task;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Lets go of the task, so that a cancelled timer pins nothing. */
    void disarm() {
        task = null;
    }

    @Override
    public void run() {
        Runnable armed = task;
        task = null;
        if (armed != null) {
            armed.run();
        }
    }
}
