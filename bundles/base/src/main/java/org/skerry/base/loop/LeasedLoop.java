// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One owner's part of a loop that several share: it can be closed, and takes what it has not run along. For one thread. */
final class LeasedLoop implements Loop {

    private final Loop shared;
    private final Set<Cancellable> timers = new HashSet<>();
    private boolean inside;
    private boolean closed;

    LeasedLoop(Loop shared) {
        this.shared = shared;
    }

    @Override
    public void execute(Runnable task) {
        if (!closed) {
            shared.execute(() -> run(task));
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (closed) {
            return () -> {};
        }
        Cancellable[] timer = new Cancellable[1];
        timer[0] = shared.schedule(delay, () -> {
            timers.remove(timer[0]);
            run(task);
        });
        timers.add(timer[0]);
        return () -> {
            timers.remove(timer[0]);
            timer[0].cancel();
        };
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        inside = true;
        try {
            task.run();
        } finally {
            inside = false;
        }
    }

    @Override
    public boolean inLoop() {
        return inside;
    }

    @Override
    public long nanoTime() {
        return shared.nanoTime();
    }

    @Override
    public Instant now() {
        return shared.now();
    }

    void close() {
        closed = true;
        List.copyOf(timers).forEach(Cancellable::cancel);
        timers.clear();
    }
}
