// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import org.junit.jupiter.api.AfterEach;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.testkit.transport.TransportProviderContract;

/** The simulated transport keeps what real ones promise, in step with real time. */
class SimTransportTest extends TransportProviderContract {

    private final Simulation simulation = new Simulation(1);
    private final SimNetwork network = new SimNetwork(simulation);
    private final AutoCloseable live = simulation.live();
    private int hosts;

    @Override
    protected TransportProvider newProvider() {
        return network.transport(simulation.host("host-" + hosts++));
    }

    @Override
    protected byte[] withOtherFingerprint(byte[] body) {
        byte[] changed = body.clone();
        int last = changed.length - 1;
        changed[last] = (byte) (changed[last] == '0' ? '1' : '0');
        return changed;
    }

    @AfterEach
    void end() throws Exception {
        live.close();
    }
}
