// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.skerry.api.ShareException;
import org.skerry.base.loop.Workers;

/**
 * Runs work on all workers and hands the results over in the order in which the work was given. What is on its way is
 * bounded in bytes. For one thread, which waits here.
 */
final class Pipeline {

    private static final long MAX_BYTES = 8 << 20;

    private final Workers workers;
    private final ArrayDeque<Step<?>> pending = new ArrayDeque<>();
    private long bytes;

    /** Takes a result. */
    interface Taker<T> {

        /** The result of the next work in order. */
        void take(T result) throws IOException, ShareException;
    }

    private record Step<T>(CompletableFuture<T> result, int bytes, Taker<T> taker) {

        void finish() throws IOException, ShareException, InterruptedException {
            try {
                taker.take(result.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ShareException share) {
                    throw share;
                } else if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IllegalStateException("reading in failed", e.getCause());
            } catch (CancellationException e) {
                throw stopping();
            }
        }
    }

    Pipeline(Workers workers) {
        this.workers = workers;
    }

    static ShareException stopping() {
        return new ShareException("sharing was given up because the node is stopping");
    }

    /** Gives work that holds so many bytes; first waits until there is room for them. */
    <T> void submit(int size, Callable<T> work, Taker<T> taker) throws IOException, ShareException {
        while (!pending.isEmpty() && bytes + size > MAX_BYTES) {
            finishOldest();
        }
        pending.add(new Step<>(workers.<T>submit(work).toCompletableFuture(), size, taker));
        bytes += size;
    }

    /** Waits for all of it. */
    void drain() throws IOException, ShareException {
        while (!pending.isEmpty()) {
            finishOldest();
        }
    }

    /** Gives up what has not begun. */
    void abandon() {
        pending.forEach(step -> step.result().cancel(false));
        pending.clear();
    }

    private void finishOldest() throws IOException, ShareException {
        Step<?> oldest = pending.remove();
        bytes -= oldest.bytes();
        workers.expedite(oldest.result());
        try {
            oldest.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }
}
