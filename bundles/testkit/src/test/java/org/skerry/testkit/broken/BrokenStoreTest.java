// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The contract of chunk stores sees each flaw of a store. */
class BrokenStoreTest extends BrokenProviders<StoreFlaw> {

    BrokenStoreTest() {
        super(StoreFlaw.class, StoreOnTrial.class);
    }

    @Override
    void cleanUp() {
        StoreOnTrial.cleanUp();
    }
}
