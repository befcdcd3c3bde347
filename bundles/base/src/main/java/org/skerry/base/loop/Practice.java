// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Runs code that will be needed before it is needed, so that its classes are loaded and it is compiled by then. It does so in
 * short slices with longer pauses, and not for ever: what the node is asked to do meanwhile comes first. One slice runs at a
 * time, on whatever thread the pause ends.
 */
public final class Practice {

    /** Most slices, so that a slow machine is left alone after a while. */
    private static final int SLICES = 100;

    private static final Duration SLICE = Duration.ofMillis(30);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final BooleanSupplier round;
    private final Pause pause;
    private int slices;

    /** Waits, then has a slice run on a worker; drops it when the owner has closed. */
    @FunctionalInterface
    public interface Pause {

        /** Returns at once. */
        void then(Duration pause, Runnable slice);
    }

    /**
     * Prepares it.
     *
     * @param round some milliseconds of practice at most; false when no more is needed
     * @param pause between two slices
     */
    public Practice(BooleanSupplier round, Pause pause) {
        this.round = round;
        this.pause = pause;
    }

    /**
     * Practises on this thread, then goes on in the background. Ends early when the thread is interrupted.
     *
     * @param first how long to practise now
     */
    public void begin(Duration first) {
        long end = System.nanoTime() + first.toNanos();
        boolean more = true;
        while (more && System.nanoTime() < end) {
            more = !Thread.currentThread().isInterrupted() && round.getAsBoolean();
        }
        if (more && slices++ < SLICES) {
            pause.then(PAUSE, () -> begin(SLICE));
        }
    }
}
