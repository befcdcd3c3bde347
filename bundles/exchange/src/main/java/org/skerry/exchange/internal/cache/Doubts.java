// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.skerry.exchange.internal.cache.HoldingRecord.Stage;
import org.skerry.exchange.internal.flow.ExchangeContext;

/**
 * Holdings of which all was here, and of which a peer did not get a chunk: either it asked for what is none of it, or a store has
 * lost it. What is here is counted anew then; once in a while at most, so that no peer can have it done all the time. Confined to
 * the loop.
 */
final class Doubts {

    /** Counting asks the stores for every chunk, which takes seconds for 10 GiB. */
    private static final Duration WHILE = Duration.ofMinutes(1);

    private final ExchangeContext context;
    private final Consumer<Holding> count;
    private final Set<Holding> lately = new HashSet<>();
    private final Set<Holding> again = new HashSet<>();

    /** @param count counts what is here of one */
    Doubts(ExchangeContext context, Consumer<Holding> count) {
        this.context = context;
        this.count = count;
    }

    /** A chunk of it was not here. */
    void about(Holding holding) {
        if (holding.stage() != Stage.WHOLE) {
            return;
        }
        if (!lately.add(holding)) {
            again.add(holding);
            return;
        }
        count.accept(holding);
        context.loop().schedule(WHILE, () -> {
            lately.remove(holding);
            if (again.remove(holding)) {
                about(holding);
            }
        });
    }
}
