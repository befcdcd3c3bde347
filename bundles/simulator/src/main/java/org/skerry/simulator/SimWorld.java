// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.skerry.testkit.sim.SimNetwork;
import org.skerry.testkit.sim.Simulation;

/** A run: time, network and nodes. All of it is for one thread. */
public final class SimWorld implements AutoCloseable {

    private final Simulation simulation;
    private final SimNetwork network;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /** @param seed decides all that is left to chance */
    public SimWorld(long seed) {
        simulation = new Simulation(seed);
        network = new SimNetwork(simulation);
        simulation.invariant(this::holds);
    }

    /** Something that has to hold does not; the step that runs now is the last one. */
    void broken(String what) {
        broken.add(what);
    }

    private void holds() {
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("; ", broken));
        }
    }

    /** {@return its time} */
    public Simulation simulation() {
        return simulation;
    }

    /** {@return what lies between its nodes} */
    public SimNetwork network() {
        return network;
    }

    /** {@return its nodes} */
    public List<SimNode> nodes() {
        return List.copyOf(nodes);
    }

    /** {@return a new node with everything, started} */
    public SimNode node(String name) {
        SimNode node = new SimNode(this, name);
        nodes.add(node);
        node.start();
        return node;
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        simulation.advance(time);
    }

    /** Lets time pass until something holds. @return whether it does, at the latest after {@code limit} */
    public boolean await(BooleanSupplier what, Duration limit) {
        return simulation.await(what, limit);
    }

    /** Stops all nodes. */
    @Override
    public void close() {
        nodes.forEach(SimNode::close);
    }
}
