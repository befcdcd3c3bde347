// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import org.junit.jupiter.api.AfterEach;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.testkit.signaling.SignalingProviderContract;

/** The simulated signaling keeps what real ones promise, in step with real time. */
class SimSignalingTest extends SignalingProviderContract {

    private final Simulation simulation = new Simulation(1);
    private final SimNetwork network = new SimNetwork(simulation);
    private final AutoCloseable live = simulation.live();
    private int hosts;

    @Override
    protected SignalingProvider newProvider() {
        return network.signaling(simulation.host("host-" + hosts++));
    }

    @Override
    protected void stop(SignalingProvider provider) {
        ((SimSignaling) provider).close();
    }

    @AfterEach
    void end() throws Exception {
        live.close();
    }
}
