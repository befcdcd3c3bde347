// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import java.util.Set;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.testkit.signaling.SignalingProviderContract;

class BroadcastSignalingProviderTest extends SignalingProviderContract {

    @Override
    protected SignalingProvider newProvider() {
        return new BroadcastSignalingProvider(new BroadcastLimits("contract", 65536, 1024));
    }

    @Override
    protected void stop(SignalingProvider provider) {
        ((BroadcastSignalingProvider) provider).stop();
    }

    @Override
    protected Set<String> packagesOfPlugin() {
        return Set.of("org.skerry.signaling.broadcast.internal");
    }
}
