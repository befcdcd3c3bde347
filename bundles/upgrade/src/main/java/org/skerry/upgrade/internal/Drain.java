// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.skerry.api.admin.Drainable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has bundles end their work before they are stopped. */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private static final Duration CALL = Duration.ofSeconds(2);

    private Drain() {}

    /**
     * Asks all at once and waits for them.
     *
     * @param context of the gate
     * @param which bundles are asked
     * @param most how long it waits; what is not done by then is stopped all the same
     */
    static void of(BundleContext context, Predicate<Bundle> which, Duration most) {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        try {
            for (ServiceReference<Drainable> it : context.getServiceReferences(Drainable.class, null)) {
                Drainable part = which.test(it.getBundle()) ? context.getService(it) : null;
                if (part != null) {
                    asked.add(ask(part).whenComplete((done, failure) -> context.ungetService(it)));
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        await(CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)), most);
    }

    private static CompletableFuture<Void> ask(Drainable part) {
        try {
            return Deadline.call("asking to drain", CALL, () -> part.drain().toCompletableFuture());
        } catch (FailedSwapException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void await(CompletableFuture<Void> all, Duration most) {
        try {
            all.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not all work had ended after {} s; stopping all the same", most.toSeconds());
        } catch (ExecutionException e) {
            LOG.warn("A bundle could not end its work: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
