// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.testkit.sync.SyncStrategyContract;

/** The contract of sync strategies on a {@link FlawedStrategy}. Not run by itself. */
class StrategyOnTrial extends SyncStrategyContract {

    @RegisterExtension
    final Patience patience = new Patience(Flaw.current(StrategyFlaw.class));

    @Override
    protected SyncStrategy newStrategy() {
        return new FlawedStrategy(Flaw.current(StrategyFlaw.class));
    }

    @Override
    protected Duration patience() {
        return patience.now();
    }

    @Override
    protected Set<String> packagesOfStrategy() {
        return Set.of("org.skerry.testkit.broken");
    }
}
