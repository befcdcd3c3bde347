// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.testkit.sim.SimNetwork;
import org.skerry.testkit.sim.Simulation;
import org.skerry.testkit.transport.TransportProviderContract;

/** The contract of transports on a {@link FlawedTransport} around a simulated one. Not run by itself. */
class TransportOnTrial extends TransportProviderContract {

    private final TransportFlaw flaw = Flaw.current(TransportFlaw.class);
    private final Simulation simulation = new Simulation(1);
    private final SimNetwork network = new SimNetwork(simulation);
    private AutoCloseable live = () -> {};
    private int running;
    private int hosts;

    @RegisterExtension
    final Patience patience = new Patience(flaw, flaw.patience());

    @Override
    protected TransportProvider newProvider() {
        if (running++ == 0) {
            live = simulation.live();
        }
        TransportProvider correct = network.transport(simulation.host("host-" + hosts++));
        return context -> new FlawedTransport(correct.open(context), flaw);
    }

    @Override
    protected void stop(TransportProvider provider) throws Exception {
        if (--running == 0) {
            live.close();
        }
    }

    @Override
    protected byte[] withOtherFingerprint(byte[] body) {
        byte[] changed = body.clone();
        int last = changed.length - 1;
        changed[last] = (byte) (changed[last] == '0' ? '1' : '0');
        return changed;
    }

    @Override
    protected Duration patience() {
        return patience.now();
    }

    @Override
    protected Set<String> packagesOfTransport() {
        return Set.of("org.skerry.testkit.broken");
    }
}
