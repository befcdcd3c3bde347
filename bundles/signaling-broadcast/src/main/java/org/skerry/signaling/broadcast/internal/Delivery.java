// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.skerry.spi.signaling.SignalingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what comes in to a listener, in order, on the node's executor: at most so many at a time, none after the end. Any
 * thread may call it; nothing but {@link #end} waits.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final long PATIENCE_MILLIS = 50;

    private final String label;
    private final Executor executor;
    private final SignalingListener listener;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock calling = new ReentrantLock();
    private volatile boolean ended;

    Delivery(String label, Executor executor, SignalingListener listener, int maxWaiting) {
        this.label = label;
        this.executor = executor;
        this.listener = listener;
        this.maxWaiting = maxWaiting;
    }

    /** Calls the listener later; drops the call when too many wait. */
    void later(Consumer<SignalingListener> call) {
        if (ended) {
            return;
        }
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            LOG.debug("{}: dropped a frame, {} wait already", label, maxWaiting);
            return;
        }
        try {
            executor.execute(() -> {
                waiting.decrementAndGet();
                now(call);
            });
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            LOG.debug("{}: dropped a frame, the node takes no more tasks", label);
        }
    }

    private void now(Consumer<SignalingListener> call) {
        calling.lock();
        try {
            if (!ended) {
                call.accept(listener);
            }
        } catch (Throwable thrown) {
            LOG.debug("{}: the listener threw", label, thrown);
        } finally {
            calling.unlock();
        }
    }

    /** From here on the listener hears nothing. Waits a moment for a call that is under way on another thread. */
    void end() {
        ended = true;
        try {
            if (calling.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                calling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
