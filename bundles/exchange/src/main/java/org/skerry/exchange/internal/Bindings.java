// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.spi.content.Contents;
import org.skerry.spi.session.Peering;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.sync.SyncStrategy;

/** Which providers are bound now, so that any thread can be told at once what is missing. */
final class Bindings {

    private final BundleContext bundle;
    private final Set<ChunkStore> stores = ConcurrentHashMap.newKeySet();
    private final Map<SyncStrategy, String> strategies = new ConcurrentHashMap<>();
    private final Set<ServiceReference<Readiness>> readiness = ConcurrentHashMap.newKeySet();
    private @Nullable Peering peering;
    private @Nullable Object peeringBundle;
    private @Nullable Contents contents;

    Bindings(BundleContext bundle) {
        this.bundle = bundle;
    }

    synchronized void peering(Peering now, Map<String, Object> properties) {
        peering = now;
        peeringBundle = properties.get(Constants.SERVICE_BUNDLEID);
    }

    /** {@return whether none is bound now} */
    synchronized boolean peeringGone(Peering gone) {
        if (peering != gone) {
            return false;
        }
        peering = null;
        peeringBundle = null;
        return true;
    }

    synchronized void contents(Contents now) {
        contents = now;
    }

    /** {@return whether none is bound now} */
    synchronized boolean contentsGone(Contents gone) {
        if (contents != gone) {
            return false;
        }
        contents = null;
        return true;
    }

    void storeCame(ChunkStore store) {
        stores.add(store);
    }

    void storeGone(ChunkStore store) {
        stores.remove(store);
    }

    void strategyCame(SyncStrategy strategy, String name) {
        strategies.put(strategy, name);
    }

    void strategyGone(SyncStrategy strategy) {
        strategies.remove(strategy);
    }

    void readinessCame(ServiceReference<Readiness> reference) {
        readiness.add(reference);
    }

    void readinessGone(ServiceReference<Readiness> reference) {
        readiness.remove(reference);
    }

    /** {@return what this part needs} */
    synchronized List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        all.add(finding("peering", peering != null, "sessions with peers", "the bundle org.skerry.peering"));
        all.add(finding("content", contents != null, "files and chunks", "the bundle org.skerry.content"));
        all.add(finding(
                "strategy",
                !strategies.isEmpty(),
                String.join(", ", new TreeSet<>(strategies.values())),
                "a sync strategy, such as the bundle org.skerry.sync.rarest"));
        all.add(finding(
                "store",
                !stores.isEmpty(),
                stores.size() == 1 ? "1 chunk store" : stores.size() + " chunk stores",
                "a chunk store, such as the bundle org.skerry.store.file"));
        return all;
    }

    private static Finding finding(String name, boolean there, String what, String missing) {
        return new Finding(name, there, there ? what : "no " + name + ": start " + missing);
    }

    /** {@return what peering says of itself; it is active if it is bound, so nothing is started by asking} */
    List<Finding> findingsOfPeering() {
        Object of;
        synchronized (this) {
            of = peeringBundle;
        }
        List<Finding> all = new ArrayList<>();
        for (ServiceReference<Readiness> reference : readiness) {
            if (of != null && of.equals(reference.getProperty(Constants.SERVICE_BUNDLEID))) {
                all.addAll(ask(reference));
            }
        }
        return all;
    }

    private List<Finding> ask(ServiceReference<Readiness> reference) {
        try {
            @Nullable Readiness part = bundle.getService(reference);
            return part == null ? List.of() : part.findings();
        } catch (RuntimeException gone) {
            return List.of();
        } finally {
            unget(reference);
        }
    }

    private void unget(ServiceReference<Readiness> reference) {
        try {
            bundle.ungetService(reference);
        } catch (IllegalStateException stopped) {
            // This bundle is being stopped, which gives all services back.
            return;
        }
    }
}
