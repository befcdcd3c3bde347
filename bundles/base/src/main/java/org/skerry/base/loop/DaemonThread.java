// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.concurrent.TimeUnit;

/** How this package makes and ends its threads. */
final class DaemonThread {

    private static final long PATIENCE_MILLIS = 50;

    private DaemonThread() {}

    /**
     * A daemon that keeps nothing of the caller's: no inherited thread locals, no foreign context class loader.
     *
     * @param priority below that of the threads that move bytes from and to the network, which lose them when they have to
     *     wait for a core; takes effect where the Java runs with {@code -XX:ThreadPriorityPolicy=1}
     */
    static Thread of(String name, int priority, Runnable body) {
        Thread thread = new Thread(null, body, name, 0, false);
        thread.setPriority(priority);
        thread.setDaemon(true);
        thread.setContextClassLoader(DaemonThread.class.getClassLoader());
        return thread;
    }

    /**
     * Waits for threads that have been told to end, interrupts those that still run after half of the time, and returns
     * after 100 ms at the latest. Does not wait for the calling thread.
     */
    static void end(Iterable<Thread> threads) {
        boolean interrupted = Thread.interrupted();
        interrupted |= joinAll(threads);
        for (Thread thread : threads) {
            if (thread.isAlive() && thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
        interrupted |= joinAll(threads);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joinAll(Iterable<Thread> threads) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (Thread thread : threads) {
            long left = end - System.nanoTime();
            if (left <= 0 || thread == Thread.currentThread()) {
                continue;
            }
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                return true;
            }
        }
        return false;
    }
}
