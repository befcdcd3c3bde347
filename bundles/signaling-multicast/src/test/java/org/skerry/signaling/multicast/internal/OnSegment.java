// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.util.Set;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.testkit.signaling.SignalingProviderContract;

class OnSegment extends SignalingProviderContract {

    @Override
    protected SignalingProvider newProvider() {
        return new MulticastSignalingProvider(Settings.on(1));
    }

    @Override
    protected void stop(SignalingProvider provider) {
        ((MulticastSignalingProvider) provider).stop();
    }

    @Override
    protected Set<String> packagesOfPlugin() {
        return Set.of("org.skerry.signaling.multicast.internal");
    }
}
