// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import java.util.ArrayList;
import java.util.List;

/** What the node itself is made of is updated, at the node that fetches and at the one that shares. */
final class FloorsPart implements Part {

    private static final int ROUNDS = Boolean.getBoolean("skerry.ci") ? 2 : 1;

    @Override
    public void run(Pair pair, Fetches fetches, Figures figures) throws Exception {
        for (String bundle : Bundles.FLOORS) {
            String name = bundle.substring(bundle.lastIndexOf('.') + 1);
            Ledger ledger = new Ledger(pair, figures, name);
            for (SwappedNode node : pair.both()) {
                List<Double> pauses = new ArrayList<>();
                for (int i = 0; i < ROUNDS; i++) {
                    Swap update = () -> node.update(bundle);
                    pauses.add(update.during(fetches.flow()));
                }
                String where = node == pair.fetching() ? "fetching" : "sharing";
                figures.note(name + " updated at the " + where + " node: pause", Figures.distribution(pauses));
            }
            ledger.balances();
        }
        fetches.finish();
    }
}
