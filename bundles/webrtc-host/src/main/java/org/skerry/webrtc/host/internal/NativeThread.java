// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The thread on which everything native is made and ended, one thing after the other. The library serialises these calls anyway,
 * and blocks their caller.
 */
final class NativeThread implements Executor, AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final ThreadPoolExecutor thread;

    NativeThread() {
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(null, task, "skerry-webrtc", 0, false);
            made.setDaemon(true);
            made.setPriority(Thread.MAX_PRIORITY); // the threads that the library makes on it inherit that
            made.setContextClassLoader(NativeThread.class.getClassLoader());
            return made;
        });
        // Not by whoever has something to do first: a thread that is made by a lower one stays as low where Java may
        // not raise it.
        thread.prestartCoreThread();
    }

    /** Runs it later; drops it once closed. */
    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // the host has gone, and has ended all there was
        }
    }

    /** {@return what it yields, on the thread; an exception once closed} */
    <T> CompletableFuture<T> call(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException("the WebRTC host has stopped"));
        }
    }

    /** Does what waits, and ends; waits for that a few seconds at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
