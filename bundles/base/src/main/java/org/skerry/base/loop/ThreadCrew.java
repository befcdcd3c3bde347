// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Loops and workers on threads. There is none before the first is asked for. Thread-safe; none but {@link #close} blocks. */
public final class ThreadCrew implements Crew {

    // All fields are guarded by this.
    private final List<ThreadLoop> loops = new ArrayList<>();
    private final List<ThreadWorkers> workers = new ArrayList<>();
    private boolean closed;

    @Override
    public synchronized Loop loop(String name, Consumer<? super Throwable> onThrown) {
        checkOpen(name);
        ThreadLoop loop = new ThreadLoop(name, onThrown);
        loops.add(loop);
        return loop;
    }

    @Override
    public synchronized Workers workers(String name, int count, Consumer<? super Throwable> onThrown) {
        checkOpen(name);
        ThreadWorkers fresh = new ThreadWorkers(name, count, onThrown);
        workers.add(fresh);
        return fresh;
    }

    private void checkOpen(String name) {
        if (closed) {
            throw new IllegalStateException(name + ": the crew is closed");
        }
    }

    /** Waits at most 100 ms for all workers together, and as long for each loop. */
    @Override
    public void close() {
        List<ThreadLoop> oldLoops;
        List<ThreadWorkers> oldWorkers;
        synchronized (this) {
            closed = true;
            oldLoops = List.copyOf(loops);
            oldWorkers = List.copyOf(workers);
        }
        ThreadWorkers.closeAll(oldWorkers);
        oldLoops.forEach(ThreadLoop::close);
    }
}
