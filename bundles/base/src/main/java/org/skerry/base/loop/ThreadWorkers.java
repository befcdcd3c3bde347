// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Workers on a fixed number of daemon threads. All methods may be called from any thread; none but {@link #close} blocks.
 */
public final class ThreadWorkers implements Workers {

    private final Consumer<? super Throwable> onThrown;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Set<CompletableFuture<?>> outstanding = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param name of the threads, which get a number behind it
     * @param count number of threads, at least 1
     * @param onThrown gets what tasks of {@link #execute} throw, on a worker; usually logs it
     */
    public ThreadWorkers(String name, int count, Consumer<? super Throwable> onThrown) {
        if (count < 1) {
            throw new IllegalArgumentException(name + ": " + count + " threads");
        }
        this.onThrown = onThrown;
        for (int i = 1; i <= count; i++) {
            threads.add(DaemonThread.of(name + "-" + i, Thread.MIN_PRIORITY, this::work));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public void execute(Runnable task) {
        if (!closed) {
            queue.add(task);
        }
    }

    @Override
    public <T> CompletionStage<T> submit(Callable<? extends T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        outstanding.add(result);
        Runnable call = () -> call(task, result);
        queue.add(call);
        if (closed) {
            // Seen after adding, so that either close() finds the result, or this does.
            cancel(result);
            queue.remove(call);
        }
        return result;
    }

    /** Does nothing: a thread will come to it. */
    @Override
    public void expedite(CompletionStage<?> stage) {}

    @Override
    public int queued() {
        return queue.size();
    }

    /**
     * Drops the tasks that wait and cancels every outstanding stage, that of a running task too. Waits at most 100 ms for
     * the threads, interrupting them after half of that; does not wait for the calling thread.
     */
    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /**
     * The same for several at a time: waits at most 100 ms for all of them together.
     *
     * @param all which
     */
    public static void closeAll(List<ThreadWorkers> all) {
        all.forEach(ThreadWorkers::stop);
        DaemonThread.end(all.stream().flatMap(it -> it.threads.stream()).toList());
    }

    private void stop() {
        closed = true;
        queue.clear();
        threads.forEach(thread -> queue.add(() -> {})); // lets idle threads see it
        outstanding.forEach(this::cancel);
    }

    private void work() {
        while (!closed) {
            try {
                runOne(queue.take());
            } catch (InterruptedException e) {
                // Set by close(), or left behind by a task: look again.
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
            // There is no one left to tell, and the thread has to go on.
        }
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

    private void cancel(CompletableFuture<?> result) {
        outstanding.remove(result);
        result.completeExceptionally(new CancellationException("closed"));
    }
}
