// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetStore;

/**
 * A start with a set of bundles that was staged, because it could not be swapped in a running node. The node is started with it; the
 * gate in it judges whether it works, and commits it. If it does not, or the node cannot start, or the process dies meanwhile, the set
 * before is in force.
 */
final class Trial {

    private static final Logger LOG = Logger.getLogger(Trial.class.getName());
    /** The gate gives up earlier, unless it is not there. */
    private static final Duration VERDICT = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(50);

    private final SetStore store;

    private Trial(Installation installation) {
        this.store = installation.store();
    }

    static Trial of(Installation installation) {
        return new Trial(installation);
    }

    /** Starts a node with a set. */
    @FunctionalInterface
    interface Boot {
        NodeFramework with(BundleSet set) throws NodeException;
    }

    /**
     * Tries what was staged.
     *
     * @param boot starts a node
     * @return the node, if there was a set to try and it works
     * @throws NodeException if a node that does not work cannot be stopped
     * @throws IOException if what was staged cannot be read
     */
    Optional<NodeFramework> run(Boot boot) throws NodeException, IOException {
        OptionalLong died = store.abandon();
        if (died.isPresent()) {
            LOG.warning(
                    "the last start tried set " + died.getAsLong() + " and did not survive it; it is not tried again");
        }
        Optional<BundleSet> next = store.tryNext();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        NodeFramework node;
        try {
            node = boot.with(next.get());
        } catch (NodeException e) {
            LOG.warning("set " + next.get().id() + " does not start: " + e.getMessage());
            store.abandon();
            return Optional.empty();
        }
        boolean works = false;
        try {
            works = works(next.get());
        } finally {
            if (!works) {
                node.stop();
            }
        }
        if (works) {
            return Optional.of(node);
        }
        LOG.warning("set " + next.get().id() + " does not work; going back; see "
                + store.folder().resolve("audit.log"));
        store.abandon();
        return Optional.empty();
    }

    /** Waits for the verdict of the gate. */
    private boolean works(BundleSet set) throws IOException {
        long deadline = System.nanoTime() + VERDICT.toNanos();
        while (store.trying().isPresent() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return store.trying().isEmpty() && store.current().map(BundleSet::id).equals(Optional.of(set.id()));
    }
}
