// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs code that will be needed before it is needed, so that its classes are loaded and it is compiled by then. It does so in
 * short slices with longer pauses, and not for ever: what the node is asked to do meanwhile comes first. A slice that had to
 * share its core with others shows that the machine has something better to do; the pauses then become longer, until
 * a slice has a core for itself again. One slice runs at a time, on whatever thread the pause ends.
 */
public final class Practice {

    /** Most slices, so that a slow machine is left alone after a while. */
    private static final int SLICES = 100;

    private static final Duration SLICE = Duration.ofMillis(30);
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** A slice that ran for less than this part of its time was held up. */
    private static final double UNDISTURBED = 0.6;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final BooleanSupplier round;
    private final Pause pause;
    private final LongSupplier clock;
    private final LongSupplier ran;
    private Duration wait = PAUSE;
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
        this(round, pause, System::nanoTime, Practice::ran);
    }

    /**
     * Prepares it, with other clocks.
     *
     * @param clock monotonic nanoseconds
     * @param ran nanoseconds for which the current thread had a core
     */
    Practice(BooleanSupplier round, Pause pause, LongSupplier clock, LongSupplier ran) {
        this.round = round;
        this.pause = pause;
        this.clock = clock;
        this.ran = ran;
    }

    private static long ran() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /**
     * Practises on this thread, then goes on in the background. Ends early when the thread is interrupted.
     *
     * @param first how long to practise now
     */
    public void begin(Duration first) {
        long began = clock.getAsLong();
        long ranBefore = ran.getAsLong();
        boolean more = true;
        while (more && clock.getAsLong() - began < first.toNanos()) {
            more = !Thread.currentThread().isInterrupted() && round.getAsBoolean();
        }
        long took = clock.getAsLong() - began;
        boolean disturbed = ran.getAsLong() - ranBefore < UNDISTURBED * took;
        wait = disturbed ? longer() : PAUSE;
        if (more && slices++ < SLICES) {
            pause.then(wait, () -> begin(SLICE));
        }
    }

    private Duration longer() {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
