// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A bounded number of hands for work that a loop must not do: hashing, ciphers, disk. The queue has no bound of its own;
 * owners keep it short by what they hand out, and {@link #queued} tells how long it is.
 *
 * <p>Stages complete on a worker, or on the thread that calls {@link #close}: pass your loop to the {@code …Async}
 * methods to continue there.
 */
public interface Workers extends Executor, AutoCloseable {

    /** Runs {@code task} on a worker. Dropped in silence once closed. */
    @Override
    void execute(Runnable task);

    /**
     * Calls {@code task} on a worker.
     *
     * @return completes with the result, with what the task threw, or with a {@link CancellationException} if this is or
     *     gets closed. Cancelling its {@code toCompletableFuture()} before a worker has begun skips the task.
     */
    <T> CompletionStage<T> submit(Callable<? extends T> task);

    /**
     * Sees to it that waiting for a stage comes to an end. To be called before a task of other workers waits for one of
     * these: where there is no other thread that could do the work meanwhile, it is done here and now. Where there are
     * threads, this does nothing.
     *
     * @param stage that {@link #submit} returned, or that completes when tasks of these have run
     * @throws IllegalStateException if no work that waits could complete it
     */
    void expedite(CompletionStage<?> stage);

    /** Number of tasks that wait for a worker. */
    int queued();

    /** Drops the tasks that wait and cancels every outstanding stage, that of a running task too. */
    @Override
    void close();
}
