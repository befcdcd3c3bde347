// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import org.jspecify.annotations.Nullable;

/** A task that is due at a time, unless it is cancelled; confined to its reactor. */
final class ReactorTimer implements Runnable, Comparable<ReactorTimer> {

    private final long atNanos;
    private @Nullable Runnable task;

    ReactorTimer(long atNanos, Runnable task) {
        this.atNanos = atNanos;
        this.task = task;
    }

    /** Lets go of the task at once. */
    void cancel() {
        task = null;
    }

    boolean cancelled() {
        return task == null;
    }

    boolean due(long now) {
        return nanosLeft(now) <= 0;
    }

    long nanosLeft(long now) {
        return atNanos - now;
    }

    @Override
    public void run() {
        Runnable now = task;
        task = null;
        if (now != null) {
            now.run();
        }
    }

    @Override
    public int compareTo(ReactorTimer other) {
        return Long.signum(atNanos - other.atNanos);
    }
}
