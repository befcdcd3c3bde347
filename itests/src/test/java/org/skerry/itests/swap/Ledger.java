// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What must not happen while bundles are swapped, counted from one moment on. */
final class Ledger {

    private final Pair pair;
    private final Figures figures;
    private final String what;
    private final Map<SwappedNode, SessionLog> before = new HashMap<>();
    private final int repeatedBefore;
    private final int loadersBefore;

    /**
     * Begins to count.
     *
     * @param pair where
     * @param figures get the rows
     * @param what is swapped, to stand in each row
     */
    Ledger(Pair pair, Figures figures, String what) throws IOException {
        this.pair = pair;
        this.figures = figures;
        this.what = what;
        this.repeatedBefore = repeated();
        this.loadersBefore = pair.loaders().size();
        for (SwappedNode node : pair.both()) {
            before.put(node, node.sessions());
        }
    }

    /** No session has ended, nor has a link been lost if that is asked for. */
    void sessionsStayed(boolean links) throws IOException {
        long closed = 0;
        long interrupted = 0;
        for (SwappedNode node : pair.both()) {
            SessionLog now = node.sessions().since(before.get(node));
            closed += now.closed();
            interrupted += now.interrupted();
        }
        figures.none(what + ": sessions lost", closed);
        assertThat(closed).as("sessions lost").isZero();
        if (links) {
            figures.none(what + ": links lost", interrupted);
            assertThat(interrupted).as("links lost").isZero();
        }
    }

    /** No chunk has come twice, no class loader of an old version has stayed, and no node has logged an error. */
    void balances() throws IOException {
        int repeated = repeated() - repeatedBefore;
        figures.none(what + ": verified chunks fetched twice", repeated);
        List<String> left = pair.loaders().left();
        int old = pair.loaders().size() - loadersBefore;
        figures.none(what + ": class loaders left of " + old + " old versions", left.size());
        assertThat(repeated).as("chunks fetched twice").isZero();
        assertThat(left).as("class loaders left").isEmpty();
        for (SwappedNode node : pair.both()) {
            assertThat(node.removalPending())
                    .as("old versions that are still wired")
                    .isEmpty();
            assertThat(node.sessions().since(before.get(node)).errors())
                    .as("errors")
                    .isEmpty();
        }
    }

    private int repeated() throws IOException {
        List<String> all =
                pair.accepted().all().stream().map(Accepted.Chunk::id).toList();
        return all.size() - new HashSet<>(all).size();
    }
}
