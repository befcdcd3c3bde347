// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The class loaders of versions that are no longer in use. Not thread-safe. */
final class Loaders {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** @param of symbolic name and version */
    private record Old(String of, WeakReference<ClassLoader> loader) {}

    private final List<Old> all = new ArrayList<>();

    /** A bundle is about to be updated. */
    void leaving(Bundle bundle) {
        ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
        all.add(new Old(bundle.getSymbolicName() + " " + bundle.getVersion(), new WeakReference<>(loader)));
    }

    /** {@return how many there were so far} */
    int size() {
        return all.size();
    }

    /** {@return the versions whose class loader is still there after several collections of garbage} */
    List<String> left() {
        try {
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(() -> {
                System.gc();
                return held().isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            return held();
        }
        return List.of();
    }

    private List<String> held() {
        return all.stream().filter(it -> it.loader().get() != null).map(Old::of).toList();
    }
}
