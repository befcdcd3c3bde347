// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Loops and workers on virtual time, for tests and for the simulator: there is no thread but the caller's, and the same calls give
 * the same run. The crews of many nodes may have the same loop; closing one ends
 * that one's tasks and timers only, as the end of a process does. What a task throws comes out of the loop, so that no run
 * passes over it; {@code onThrown} is not called. For one thread.
 */
public final class ManualCrew implements Crew {

    private final Function<String, Loop> ground;
    private final Function<String, Duration> taskTime;
    private final List<LeasedLoop> loops = new ArrayList<>();
    private final List<ManualWorkers> workers = new ArrayList<>();
    private boolean closed;

    /**
     * A crew whose work takes no time.
     *
     * @param loop that everything runs on
     */
    public ManualCrew(ManualLoop loop) {
        this(loop, name -> Duration.ZERO);
    }

    /**
     * A crew whose work takes virtual time.
     *
     * @param loop that everything runs on
     * @param taskTime how long the next task takes on the workers of a name, asked when it begins; not negative
     */
    public ManualCrew(ManualLoop loop, Function<String, Duration> taskTime) {
        this(name -> loop, taskTime);
    }

    /**
     * A crew whose loops and workers run on loops of their own.
     *
     * @param ground the loop for a name
     * @param taskTime as above
     */
    public ManualCrew(Function<String, Loop> ground, Function<String, Duration> taskTime) {
        this.ground = ground;
        this.taskTime = taskTime;
    }

    @Override
    public Loop loop(String name, Consumer<? super Throwable> onThrown) {
        checkOpen(name);
        LeasedLoop leased = new LeasedLoop(ground.apply(name));
        loops.add(leased);
        return leased;
    }

    @Override
    public Workers workers(String name, int count, Consumer<? super Throwable> onThrown) {
        checkOpen(name);
        LeasedLoop leased = new LeasedLoop(ground.apply(name));
        loops.add(leased);
        Supplier<Duration> time = () -> taskTime.apply(name);
        ManualWorkers fresh = new ManualWorkers(leased, name, count, time);
        workers.add(fresh);
        return fresh;
    }

    private void checkOpen(String name) {
        if (closed) {
            throw new IllegalStateException(name + ": the crew is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        workers.forEach(ManualWorkers::close);
        loops.forEach(LeasedLoop::close);
    }
}
