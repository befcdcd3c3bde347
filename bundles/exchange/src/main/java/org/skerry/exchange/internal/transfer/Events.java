// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.skerry.api.Registration;
import org.skerry.api.SkerryEvent;
import org.skerry.api.SkerryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, one event at a time, on a worker and not on the loop: what they do there must not slow the node. */
public final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int MOST_WAITING = 4096;

    private final Executor workers;
    private final List<SkerryListener> listeners = new CopyOnWriteArrayList<>();
    // Guarded by itself.
    private final ArrayDeque<SkerryEvent> queue = new ArrayDeque<>();
    private boolean telling;

    /** Tells on a thread of {@code workers}. */
    public Events(Executor workers) {
        this.workers = workers;
    }

    /** Adds a listener. Any thread. */
    public Registration listen(SkerryListener listener) {
        SkerryListener own = listener::onEvent; // so that the same listener may be added twice
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Tells. With a listener that does not keep up, progress is left out, and in the end the oldest. */
    public void tell(SkerryEvent event) {
        synchronized (queue) {
            if (listeners.isEmpty() || queue.size() >= MOST_WAITING && event instanceof SkerryEvent.TransferProgress) {
                return;
            }
            if (queue.size() >= 2 * MOST_WAITING) {
                queue.poll();
            }
            queue.add(event);
            if (telling) {
                return;
            }
            telling = true;
        }
        workers.execute(this::drain);
    }

    private void drain() {
        while (true) {
            SkerryEvent next;
            synchronized (queue) {
                next = queue.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            for (SkerryListener listener : listeners) {
                tell(listener, next);
            }
        }
    }

    private static void tell(SkerryListener listener, SkerryEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("a listener failed: {}", e.toString());
        }
    }
}
