// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;

/** The signaling of a host, to all others on its network. Closing it closes its channels. */
public final class SimSignaling implements SignalingProvider, AutoCloseable {

    private final SimNetwork network;
    private final SimHost host;
    private final List<SimSignalingChannel> channels = new ArrayList<>();

    SimSignaling(SimNetwork network, SimHost host) {
        this.network = network;
        this.host = host;
    }

    @Override
    public synchronized SignalingChannel open(SignalingContext self, SignalingListener in) {
        SimSignalingChannel channel = new SimSignalingChannel(network, host, in);
        channels.add(channel);
        network.add(channel);
        channel.open();
        return channel;
    }

    @Override
    public synchronized void close() {
        channels.forEach(SimSignalingChannel::close);
        channels.clear();
    }
}
