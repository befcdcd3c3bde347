// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.Map;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.testkit.transport.TransportProviderContract;

/** The contract of a transport. Not run by itself, see {@link WebRtcNativeTest}. */
class WebRtcContract extends TransportProviderContract {

    @Override
    protected TransportProvider newProvider() {
        return new WebRtcTransportProvider(
                Native.lease(), Configured.settings(Map.of("max.connections", 128, "negotiation.timeout.ms", 15_000)));
    }

    @Override
    protected void stop(TransportProvider provider) {
        ((WebRtcTransportProvider) provider).deactivate();
    }

    @Override
    protected byte[] withOtherFingerprint(byte[] body) {
        byte[] changed = body.clone();
        if (changed[1] == 1 || changed[1] == 2) {
            changed[7] ^= 1;
        }
        return changed;
    }
}
