// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.skerry.api.admin.Probe;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.sync.SyncStrategy;

/** Tries the stores and strategies of a bundle. Holds none of them between two calls. */
@Component(name = "org.skerry.exchange.probe", service = Probe.class)
public final class ProviderProbe implements Probe {

    private final BundleContext context;

    /**
     * Prepares.
     *
     * @param context sees the bundles
     */
    @Activate
    public ProviderProbe(BundleContext context) {
        this.context = context;
    }

    @Override
    public CompletionStage<List<Finding>> probe(long bundle) {
        Bundle provider = context.getBundle(bundle);
        ServiceReference<?>[] services = provider == null ? null : provider.getRegisteredServices();
        List<CompletionStage<Finding>> trials = new ArrayList<>();
        for (ServiceReference<?> it : services == null ? new ServiceReference<?>[0] : services) {
            if (is(it, ChunkStore.class)) {
                trials.add(tried(it, "store", service -> StoreTrial.of((ChunkStore) service, new Random())));
            } else if (is(it, SyncStrategy.class)) {
                trials.add(tried(
                        it,
                        "strategy",
                        service -> CompletableFuture.completedFuture(StrategyTrial.of((SyncStrategy) service))));
            }
        }
        CompletableFuture<?>[] all =
                trials.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .thenApply(done -> trials.stream()
                        .map(it -> it.toCompletableFuture().join())
                        .toList());
    }

    private static boolean is(ServiceReference<?> service, Class<?> type) {
        return Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS))
                .contains(type.getName());
    }

    /** What fails, in whatever way, is a finding too; only its text is kept, as it may be of a class that is to go. */
    private CompletionStage<Finding> tried(
            ServiceReference<?> reference, String name, Function<Object, CompletionStage<String>> trial) {
        Object service = context.getService(reference);
        if (service == null) {
            return CompletableFuture.completedFuture(new Finding(name, false, "it cannot be activated"));
        }
        CompletionStage<String> complaint;
        try {
            complaint = trial.apply(service);
        } catch (RuntimeException | LinkageError e) {
            complaint = CompletableFuture.completedFuture("it failed: " + e);
        }
        return complaint
                .handle((text, failure) -> failure == null ? text : "it failed: " + failure)
                .thenApply(text -> new Finding(name, text.isEmpty(), text.isEmpty() ? "works" : text))
                .whenComplete((finding, failure) -> context.ungetService(reference));
    }
}
