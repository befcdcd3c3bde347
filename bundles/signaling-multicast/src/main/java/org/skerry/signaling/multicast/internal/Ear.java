// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.skerry.spi.signaling.SignalingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a listener at once, on the calling thread, and not any more after the end. May be used by any thread. */
final class Ear {

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
    private static final long PATIENCE_MILLIS = 30;

    private final String label;
    private final SignalingListener listener;
    private final ReentrantLock calling = new ReentrantLock();
    private volatile boolean ended;

    Ear(String label, SignalingListener listener) {
        this.label = label;
        this.listener = listener;
    }

    void tell(Consumer<SignalingListener> call) {
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
