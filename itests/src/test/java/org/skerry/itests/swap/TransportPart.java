// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The only transport of both nodes is updated many times, at one node and the other by turns. */
final class TransportPart implements Part {

    private static final int WARM_UP = Boolean.getBoolean("skerry.ci") ? 6 : 2;
    private static final int UPDATES = Boolean.getBoolean("skerry.ci") ? 100 : 10;
    private static final double PAUSE_MILLIS = 1_500;
    /** The machine may have other work: it is wrong only if it is of another order. */
    private static final double PATIENCE_MILLIS = 15_000;

    private final String bundle;

    /** @param transport its name */
    TransportPart(String transport) {
        this.bundle = Bundles.transport(transport);
    }

    @Override
    public void run(Pair pair, Fetches fetches, Figures figures) throws Exception {
        update(pair, fetches, WARM_UP);
        Footprint before = pair.footprint();
        Ledger ledger = new Ledger(pair, figures, "transport");
        List<Double> pauses = update(pair, fetches, UPDATES);
        figures.most("transport updated " + UPDATES + " times: pause", PAUSE_MILLIS, pauses);
        ledger.sessionsStayed(false);
        ledger.balances();
        pair.footprint().isFlatAfter(before, figures, "transport");
        assertThat(pauses).allMatch(it -> it < PATIENCE_MILLIS);
    }

    private List<Double> update(Pair pair, Fetches fetches, int times) throws Exception {
        List<Double> pauses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            SwappedNode node = pair.both().get(i % 2);
            Swap update = () -> node.update(bundle);
            pauses.add(update.during(fetches.flow()));
        }
        return pauses;
    }
}
