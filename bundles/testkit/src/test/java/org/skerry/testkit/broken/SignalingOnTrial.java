// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.testkit.signaling.SignalingProviderContract;

/** The contract of signaling on a {@link FlawedSignaling}. Not run by itself. */
class SignalingOnTrial extends SignalingProviderContract {

    private final SignalingFlaw flaw = Flaw.current(SignalingFlaw.class);

    @RegisterExtension
    final Patience patience = new Patience(flaw);

    @Override
    protected SignalingProvider newProvider() {
        return new FlawedSignaling(flaw);
    }

    @Override
    protected void stop(SignalingProvider provider) {
        ((FlawedSignaling) provider).stop();
    }

    @Override
    protected Duration patience() {
        return patience.now();
    }

    @Override
    protected boolean disconnect(SignalingProvider provider) {
        ((FlawedSignaling) provider).disconnect();
        return true;
    }

    @Override
    protected Set<String> packagesOfPlugin() {
        return Set.of("org.skerry.testkit.broken");
    }
}
