// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The contract of transports sees each flaw of a transport. */
class BrokenTransportTest extends BrokenProviders<TransportFlaw> {

    BrokenTransportTest() {
        super(TransportFlaw.class, TransportOnTrial.class);
    }

    @Override
    void cleanUp() {
        FlawedTransport.cleanUp();
    }
}
