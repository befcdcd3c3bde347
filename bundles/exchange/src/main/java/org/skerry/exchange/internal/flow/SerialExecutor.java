// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** Runs tasks one after the other, in the order in which they came, on the threads of another executor. */
public final class SerialExecutor implements Executor {

    private final Executor threads;
    // Guarded by itself.
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** Runs on {@code threads}. */
    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::runOne);
    }

    private void runOne() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.poll();
            if (task == null) {
                running = false;
                return;
            }
        }
        try {
            task.run();
        } finally {
            threads.execute(this::runOne);
        }
    }
}
