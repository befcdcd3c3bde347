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

    /** Causes may go round in a circle. */
    private static final int DEEPEST = 50;

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
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return call.call();
            } catch (Throwable e) {
                // Only its text is kept: what a plugin throws would keep its class loader. To ask for it is a call into
                // the plugin, too.
                throw new FailedSwapException(what + " failed: " + root(e));
            }
        });
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
            throw e.getCause() instanceof FailedSwapException failed
                    ? failed
                    : new FailedSwapException(what + " failed, and does not say why");
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
        for (int depth = 0; at.getCause() != null && depth < DEEPEST; depth++) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null ? at.getClass().getSimpleName() : message.strip().replaceAll("\\s+", " ");
    }
}
