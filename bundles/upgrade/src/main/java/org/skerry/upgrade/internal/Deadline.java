// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls into bundles that may never return. Each runs on a thread of its own, which is interrupted when its time is over, and left
 * alone if it does not care.
 */
final class Deadline {

    private static final Duration AFTER_INTERRUPT = Duration.ofMillis(500);

    private Deadline() {}

    /**
     * Calls.
     *
     * @param what for people, as in "x did not end"
     * @param most how long it may take
     * @param call what to do
     * @return what it returned
     * @throws FailedSwapException if it threw, or took too long
     */
    static <T> T call(String what, Duration most, Callable<T> call) throws FailedSwapException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "skerry-upgrade-call");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            settle(thread);
            throw new FailedSwapException(what + " did not end within " + most.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Only its text is kept: what a plugin throws would keep its class loader.
            throw new FailedSwapException(what + " failed: " + root(cause));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new FailedSwapException(what + " was interrupted", e);
        }
    }

    private static void settle(Thread thread) throws FailedSwapException {
        try {
            thread.join(AFTER_INTERRUPT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedSwapException("interrupted", e);
        }
    }

    private static String root(Throwable thrown) {
        Throwable at = thrown;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null ? at.getClass().getSimpleName() : message.strip().replaceAll("\\s+", " ");
    }
}
