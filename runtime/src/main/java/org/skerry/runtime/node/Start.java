// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Constants;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetStore;

/**
 * One start of a node: with a set of bundles that was staged, if there is one and this start may try it, else with the set in force. A
 * set on trial is judged by the gate in the node, which commits it. If it does not work, or the node does not start, or the process dies
 * meanwhile, the set before stays in force.
 */
final class Start {

    private static final String GATE = "org.skerry.api.admin.Upgrades";
    private static final Duration GATE_UP = Duration.ofSeconds(60);
    /** Longer than the gate may be told to wait. */
    private static final Duration VERDICT = Duration.ofMinutes(15);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Installation installation;
    private final SetStore store;
    private final Map<String, String> properties;
    private final Boot boot;
    private final List<String> notes = new ArrayList<>();

    /** Starts a node with a set. */
    @FunctionalInterface
    interface Boot {
        NodeFramework with(BundleSet set, Map<String, String> properties) throws NodeException;
    }

    Start(Installation installation, Map<String, String> properties, Boot boot) {
        this.installation = installation;
        this.store = installation.store();
        this.properties = properties;
        this.boot = boot;
    }

    NodeFramework run() throws NodeException, IOException {
        Optional<Long> before = store.current().map(BundleSet::id);
        BundleSet current = installation.current();
        Optional<NodeFramework> tried = tried();
        if (tried.isPresent()) {
            return tried.get().noting(notes);
        }
        boolean made = !before.equals(Optional.of(current.id()));
        try {
            return boot.with(current, properties).noting(notes);
        } catch (NodeException e) {
            if (!made || current.bundles().stream().allMatch(it -> it.jar().shipped())) {
                throw e;
            }
            notes.add("what was deployed does not start with this distribution, and is left out: " + e.getMessage());
            return boot.with(installation.shippedAlone(), properties).noting(notes);
        }
    }

    /** A node with the set that was staged, if there is one, and it works. */
    Optional<NodeFramework> tried() throws NodeException, IOException {
        OptionalLong died = store.abandon();
        if (died.isPresent()) {
            notes.add("the last start ended while it tried set " + died.getAsLong() + ", which is not tried again");
        }
        Optional<BundleSet> next =
                Boolean.parseBoolean(properties.get(NodeFramework.RESTARTS)) ? store.tryNext() : Optional.empty();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        // A bundle that hangs may keep the cache of the trial in use.
        Map<String, String> own = new HashMap<>(properties);
        own.put(Constants.FRAMEWORK_STORAGE, properties.get(Constants.FRAMEWORK_STORAGE) + "-trial");
        NodeFramework node;
        try {
            node = boot.with(next.get(), own);
        } catch (NodeException e) {
            notes.add("set " + next.get().id() + " does not start, and is not tried again: " + e.getMessage());
            store.abandon();
            return Optional.empty();
        }
        boolean works = false;
        try {
            works = works(next.get(), node);
            return works ? Optional.of(node) : Optional.empty();
        } finally {
            if (!works) {
                notes.add("set " + next.get().id() + " does not work, and is not tried again; see "
                        + store.folder().resolve("audit.log"));
                node.stop();
                store.abandon();
            }
        }
    }

    /** Waits for the verdict of the gate. */
    private boolean works(BundleSet set, NodeFramework node) throws IOException {
        long began = System.nanoTime();
        while (store.trying().isPresent()) {
            Duration since = Duration.ofNanos(System.nanoTime() - began);
            boolean gate = node.framework().getBundleContext().getServiceReference(GATE) != null;
            if (since.compareTo(gate ? VERDICT : GATE_UP) > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return store.current().map(BundleSet::id).equals(Optional.of(set.id()));
    }
}
