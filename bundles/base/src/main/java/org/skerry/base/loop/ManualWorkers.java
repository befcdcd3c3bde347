// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Workers whose tasks are tasks of a loop. A task begins when it is among the first ones, takes its time, and has its whole
 * effect at the end of that. What a task of {@link #execute} throws comes out of the loop. For one thread.
 */
final class ManualWorkers implements Workers {

    private final Loop loop;
    private final int count;
    private final Supplier<Duration> taskTime;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    /** In the order in which they were given, in which they are cancelled. */
    private final Set<CompletableFuture<?>> outstanding = new LinkedHashSet<>();

    /** Ends of tasks that are on the loop. */
    private int turns;

    private boolean closed;

    /**
     * None has anything to do.
     *
     * @param count how many tasks are under way at a time, at least 1
     * @param taskTime how long the next task takes
     */
    ManualWorkers(Loop loop, String name, int count, Supplier<Duration> taskTime) {
        if (count < 1) {
            throw new IllegalArgumentException(name + ": " + count + " workers");
        }
        this.loop = loop;
        this.count = count;
        this.taskTime = taskTime;
    }

    @Override
    public void execute(Runnable task) {
        if (!closed) {
            waiting.add(task);
            begin();
        }
    }

    @Override
    public <T> CompletionStage<T> submit(Callable<? extends T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (closed) {
            cancel(result);
        } else {
            outstanding.add(result);
            execute(() -> call(task, result));
        }
        return result;
    }

    private <T> void call(Callable<? extends T> task, CompletableFuture<T> result) {
        try {
            if (!result.isDone()) {
                result.complete(task.call());
            }
        } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
        } finally {
            outstanding.remove(result);
        }
    }

    private void begin() {
        while (turns < Math.min(count, waiting.size())) {
            turns++;
            Duration time = taskTime.get();
            if (time.isZero()) {
                loop.execute(this::turn);
            } else {
                loop.schedule(time, this::turn);
            }
        }
    }

    private void turn() {
        turns--;
        Runnable task = waiting.poll();
        try {
            if (task != null) { // else it was expedited, or dropped
                task.run();
            }
        } finally {
            begin();
        }
    }

    /** Does what waits, oldest first and at this very moment of virtual time, until the stage is complete. */
    @Override
    public void expedite(CompletionStage<?> stage) {
        CompletableFuture<?> awaited = stage.toCompletableFuture();
        while (!awaited.isDone()) {
            Runnable task = waiting.poll();
            if (task == null) {
                throw new IllegalStateException("a task waits for what no other one will do");
            }
            task.run();
        }
    }

    @Override
    public int queued() {
        return Math.max(0, waiting.size() - turns);
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
        List.copyOf(outstanding).forEach(ManualWorkers::cancel);
        outstanding.clear();
    }

    private static void cancel(CompletableFuture<?> result) {
        result.completeExceptionally(new CancellationException("closed"));
    }
}
