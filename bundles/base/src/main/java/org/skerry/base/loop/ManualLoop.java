// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A loop on virtual time, for tests and for the simulator: nothing runs but inside {@link #runReady} and
 * {@link #advance}, on the thread that calls them, in the order of time and then of posting, so that the same calls give
 * the same run. What a task throws comes out of them. Other threads may post; only one may run it at a time.
 */
public final class ManualLoop implements Loop {

    /** Where virtual wall time starts unless told otherwise. */
    public static final Instant EPOCH = Instant.parse("2030-01-01T12:00:00Z");

    /** More tasks than this without time passing are taken for tasks that post each other for ever. */
    private static final int MAX_TASKS_AT_ONCE = 10_000_000;

    // All fields are guarded by this.
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final TreeSet<Timer> timers = new TreeSet<>(Timer.ORDER);
    private long sequence;
    private long nanos;
    private Instant wallAtZero;
    private @Nullable Thread running;

    /** A loop whose wall clock starts at {@link #EPOCH}. */
    public ManualLoop() {
        this(EPOCH);
    }

    /** @param now wall clock time at the start */
    public ManualLoop(Instant now) {
        this.wallAtZero = now;
    }

    @Override
    public synchronized void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(Math.addExact(nanos, Nanos.of(delay)), sequence++, task);
        timers.add(timer);
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timer.disarm();
        timers.remove(timer);
    }

    /** Whether the caller is inside a task of this loop. */
    @Override
    public synchronized boolean inLoop() {
        return Thread.currentThread() == running;
    }

    /** Virtual nanoseconds since this loop was made. */
    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return wallAtZero.plusNanos(nanos);
    }

    /** Makes the wall clock jump; timers and {@link #nanoTime} do not notice. */
    public synchronized void setNow(Instant now) {
        wallAtZero = now.minusNanos(nanos);
    }

    /** Time until the next timer is due, zero if one is due now, empty if there is none. */
    public synchronized Optional<Duration> untilNextTimer() {
        return timers.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, timers.first().deadlineNanos() - nanos)));
    }

    /** Number of tasks posted and not yet run; timers that are not due do not count. */
    public synchronized int readyTasks() {
        moveDueTimers();
        return ready.size();
    }

    /**
     * Runs what is ready, and what that posts, until nothing is.
     *
     * @return number of tasks run
     * @throws IllegalStateException if called by a task of this loop, or if the tasks find no end
     */
    public int runReady() {
        int ran = 0;
        for (Runnable task = nextReady(); task != null; task = nextReady()) {
            runOne(task);
            if (++ran == MAX_TASKS_AT_ONCE) {
                throw new IllegalStateException("tasks post each other without end");
            }
        }
        return ran;
    }

    /**
     * Lets time pass: runs what is ready, then each timer at its own moment, with what it posts.
     *
     * @return number of tasks run
     * @throws IllegalStateException as {@link #runReady}
     */
    public int advance(Duration time) {
        long target = Math.addExact(nanoTime(), Nanos.of(time));
        int ran = runReady();
        while (moveTo(target)) {
            ran += runReady();
        }
        return ran;
    }

    /** Moves time to the next timer up to {@code target} and says whether there was one; otherwise to the target. */
    private synchronized boolean moveTo(long target) {
        if (timers.isEmpty() || timers.first().deadlineNanos() > target) {
            nanos = target;
            return false;
        }
        nanos = Math.max(nanos, timers.first().deadlineNanos());
        return true;
    }

    private synchronized @Nullable Runnable nextReady() {
        if (running != null) {
            throw new IllegalStateException("the loop is running already");
        }
        moveDueTimers();
        return ready.poll();
    }

    private void moveDueTimers() {
        while (!timers.isEmpty() && timers.first().deadlineNanos() <= nanos) {
            ready.add(timers.pollFirst());
        }
    }

    private void runOne(Runnable task) {
        setRunning(Thread.currentThread());
        try {
            task.run();
        } finally {
            setRunning(null);
        }
    }

    private synchronized void setRunning(@Nullable Thread thread) {
        running = thread;
    }
}
