// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Cancellable;
import org.skerry.base.loop.Loop;

/** A loop of a host: its tasks run in the order in which they were posted; when, as against those of other loops, is chance. */
public final class SimLoop implements Loop {

    private final Simulation simulation;
    private final SimHost host;
    private final String name;
    // Guarded by the simulation.
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private volatile @Nullable Thread running;

    SimLoop(Simulation simulation, SimHost host, String name) {
        this.simulation = simulation;
        this.host = host;
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean alive() {
        return host.alive();
    }

    SimHost host() {
        return host;
    }

    int ready() {
        synchronized (simulation) {
            return ready.size();
        }
    }

    @Override
    public void execute(Runnable task) {
        synchronized (simulation) {
            if (!alive()) {
                return;
            }
            ready.add(task);
            if (ready.size() == 1) {
                simulation.ready(this);
            }
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (!alive()) {
            return () -> {};
        }
        Once once = new Once(task);
        Runnable cancel = simulation.at(Math.max(0, delay.toNanos()), this, once);
        return () -> {
            once.task = null;
            cancel.run();
        };
    }

    /** A timer that is called off may wait among the ready tasks already. */
    private static final class Once implements Runnable {

        private volatile @Nullable Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            Runnable due = task;
            if (due != null) {
                due.run();
            }
        }
    }

    /** Runs its first task; what that throws comes out. */
    void runOne() {
        @Nullable Runnable task;
        synchronized (simulation) {
            task = ready.peek(); // it stays there, so that what it posts does not make the loop ready twice
        }
        running = Thread.currentThread();
        try {
            if (task != null && alive()) {
                task.run();
            }
        } finally {
            running = null;
            synchronized (simulation) {
                ready.poll();
                if (ready.isEmpty()) {
                    simulation.idle(this); // in one step, or another thread makes it ready twice in between
                }
            }
        }
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == running;
    }

    @Override
    public long nanoTime() {
        return simulation.nanoTime();
    }

    /** Wall clock of the host. */
    @Override
    public Instant now() {
        return host.now();
    }

    @Override
    public String toString() {
        return name;
    }
}
