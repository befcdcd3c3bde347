// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The contract of sync strategies sees each flaw of a strategy. */
class BrokenStrategyTest extends BrokenProviders<StrategyFlaw> {

    BrokenStrategyTest() {
        super(StrategyFlaw.class, StrategyOnTrial.class);
    }

    @Override
    void cleanUp() {
        FlawedStrategy.cleanUp();
    }
}
