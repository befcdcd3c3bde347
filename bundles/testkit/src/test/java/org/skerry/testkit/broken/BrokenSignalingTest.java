// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The contract of signaling sees each flaw of a plugin. */
class BrokenSignalingTest extends BrokenProviders<SignalingFlaw> {

    BrokenSignalingTest() {
        super(SignalingFlaw.class, SignalingOnTrial.class);
    }

    @Override
    void cleanUp() {
        FlawedSignaling.cleanUp();
    }
}
