// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Strategy, signaling and store are updated, removed and added back, and replaced by the other one there is. */
final class ProvidersPart implements Part {

    private static final int ROUNDS = Boolean.getBoolean("skerry.ci") ? 2 : 1;
    private static final double PAUSE_MILLIS = 100;
    /** The machine may have other work: it is wrong only if it is of another order. */
    private static final double PATIENCE_MILLIS = 3_000;

    private final Bundles.Provider provider;
    private final List<Double> updated = new ArrayList<>();
    private final List<Double> removed = new ArrayList<>();
    private final List<Double> replaced = new ArrayList<>();

    ProvidersPart(Bundles.Provider provider) {
        this.provider = provider;
    }

    @Override
    public void run(Pair pair, Fetches fetches, Figures figures) throws Exception {
        Ledger ledger = new Ledger(pair, figures, provider.kind());
        if (provider.equals(Bundles.STORE)) {
            fetches.finish();
            CacheFetch fetch = pair.cache();
            fetch.flow().settle();
            swap(pair.fetching(), fetch::flow);
            fetch.finish();
        } else {
            swap(pair.fetching(), fetches::flow);
        }
        figures.longest(provider.kind() + " updated: pause", PAUSE_MILLIS, updated);
        figures.longest(provider.kind() + " removed and added back: pause", PAUSE_MILLIS, removed);
        figures.longest(provider.kind() + " replaced by the other one, and back: pause", PAUSE_MILLIS, replaced);
        ledger.sessionsStayed(true);
        ledger.balances();
        for (List<Double> pauses : List.of(updated, removed, replaced)) {
            assertThat(pauses).allMatch(it -> it < PATIENCE_MILLIS);
        }
    }

    private interface Chunks {
        Flow flow() throws Exception;
    }

    private void swap(SwappedNode node, Chunks chunks) throws Exception {
        // A store that takes over meanwhile may be one that forgets all when it is stopped: it is stopped while it has
        // nothing, and so first.
        for (int i = 0; i < ROUNDS; i++) {
            add(removed, () -> removedAndAddedBack(node), chunks);
        }
        for (int i = 0; i < ROUNDS; i++) {
            add(updated, () -> node.update(provider.used()), chunks);
        }
        for (int i = 0; i < ROUNDS; i++) {
            add(replaced, () -> node.stop(provider.used()), chunks);
            add(replaced, () -> node.start(provider.used()), chunks);
        }
    }

    private Instant removedAndAddedBack(SwappedNode node) throws Exception {
        Instant began = node.stop(provider.other(), provider.used());
        node.start(provider.used(), provider.other());
        return began;
    }

    private static void add(List<Double> pauses, Swap swap, Chunks chunks) throws Exception {
        pauses.add(swap.during(chunks.flow()));
    }
}
