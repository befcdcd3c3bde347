// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A loop on one daemon thread. What a task throws goes to a consumer and never ends the loop. */
public final class ThreadLoop implements Loop, AutoCloseable {

    private final Consumer<? super Throwable> onThrown;
    private final Thread thread;
    private final Clock clock = Clock.systemUTC();
    private final long origin = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    // The three below are guarded by the lock.
    private ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final TreeSet<Timer> timers = new TreeSet<>(Timer.ORDER);
    private long sequence;

    private volatile boolean closed;

    /**
     * Starts the loop.
     *
     * @param name of the thread
     * @param onThrown gets what tasks throw, on the loop; usually logs it
     */
    public ThreadLoop(String name, Consumer<? super Throwable> onThrown) {
        this.onThrown = onThrown;
        this.thread = DaemonThread.of(name, Thread.MIN_PRIORITY + 1, this::run);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (!closed) {
                ready.add(task);
                wake.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        long deadline = elapsed() + Nanos.of(delay);
        lock.lock();
        try {
            Timer timer = new Timer(deadline, sequence++, task);
            if (!closed) {
                timers.add(timer);
                if (timers.first() == timer) {
                    wake.signal();
                }
            }
            return () -> cancel(timer);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Timer timer) {
        timer.disarm(); // it may already wait in a batch
        lock.lock();
        try {
            timers.remove(timer);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    /**
     * Stops at once: tasks that wait are discarded, later ones dropped. Waits at most 100 ms for the task that runs,
     * interrupting it after half of that; on the loop it does not wait, and the calling task is the last one.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ready.clear();
            timers.clear();
            wake.signal();
        } finally {
            lock.unlock();
        }
        if (!inLoop()) {
            DaemonThread.end(List.of(thread));
        }
    }

    private void run() {
        ArrayDeque<Runnable> batch = new ArrayDeque<>();
        while (!closed) {
            batch = nextBatch(batch);
            for (Runnable task = batch.poll(); task != null && !closed; task = batch.poll()) {
                runOne(task);
            }
        }
    }

    private void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            report(thrown);
        } finally {
            Thread.interrupted(); // is no business of the next task
        }
    }

    private void report(Throwable thrown) {
        try {
            onThrown.accept(thrown);
        } catch (Throwable unreported) {
            // There is no one left to tell, and the loop has to go on.
            return;
        }
    }

    /** Waits for tasks and takes all that are ready, due timers first; hands the emptied deque back for posting to. */
    private ArrayDeque<Runnable> nextBatch(ArrayDeque<Runnable> empty) {
        lock.lock();
        try {
            while (!closed) {
                addDueTimersTo(empty);
                if (!empty.isEmpty()) {
                    empty.addAll(ready);
                    ready.clear();
                    return empty;
                }
                if (!ready.isEmpty()) {
                    ArrayDeque<Runnable> batch = ready;
                    ready = empty;
                    return batch;
                }
                await();
            }
            return empty;
        } finally {
            lock.unlock();
        }
    }

    private void addDueTimersTo(ArrayDeque<Runnable> batch) {
        long now = elapsed();
        while (!timers.isEmpty() && timers.first().deadlineNanos() <= now) {
            batch.add(timers.pollFirst());
        }
    }

    @SuppressWarnings("WaitNotInLoop") // nextBatch is the loop
    private void await() {
        try {
            if (timers.isEmpty()) {
                wake.await();
            } else {
                wake.awaitNanos(timers.first().deadlineNanos() - elapsed());
            }
        } catch (InterruptedException e) {
            // Set by close(), or by no one who matters: the caller looks again.
        }
    }

    private long elapsed() {
        return System.nanoTime() - origin;
    }
}
