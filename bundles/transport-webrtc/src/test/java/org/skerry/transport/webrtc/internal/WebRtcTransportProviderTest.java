// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.transport.TransportContexts;

class WebRtcTransportProviderTest {

    private final FakeHost host = new FakeHost();

    @Test
    void saysWhatIsMissingAndSeesWhenThatChanges() {
        host.obstacle = Optional.of("install libpulse0");
        WebRtcTransportProvider provider = new WebRtcTransportProvider(host, Configured.settings(Map.of()));
        assertThatThrownBy(() -> provider.open(TransportContexts.ephemeral("test")))
                .isInstanceOf(IOException.class)
                .hasMessage("install libpulse0");
        host.obstacle = Optional.of("install libx11-6");
        assertThatThrownBy(() -> provider.open(TransportContexts.ephemeral("test")))
                .hasMessage("install libpulse0");
        assertThatThrownBy(() -> provider.open(TransportContexts.ephemeral("test")))
                .hasMessage("install libx11-6");
    }
}
