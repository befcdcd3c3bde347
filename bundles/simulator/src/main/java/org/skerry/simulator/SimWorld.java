// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.skerry.api.PeerId;
import org.skerry.testkit.sim.Conditions;
import org.skerry.testkit.sim.SimNetwork;
import org.skerry.testkit.sim.Simulation;

/** A run: time, network and nodes. All of it is for one thread. */
public final class SimWorld implements AutoCloseable {

    private final Simulation simulation;
    private final SimNetwork network;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private boolean calm;

    /** @param seed decides all that is left to chance */
    public SimWorld(long seed) {
        simulation = new Simulation(seed);
        network = new SimNetwork(simulation);
        simulation.invariant(this::holds);
    }

    /** Nothing will go wrong: what is forgiven when something does is not forgiven any more. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
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

    /** {@return whether a peer is none of the nodes that have turned hostile} */
    boolean honest(PeerId peer) {
        return nodes.stream()
                .filter(node -> node.id().filter(peer::equals).isPresent())
                .allMatch(SimNode::honest);
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

    /** Sets what all ways to and from a node are like, until the network heals. */
    public void conditions(SimNode node, Conditions of) {
        simulation.trace(node + ": its line is " + of);
        for (SimNode other : nodes) {
            network.conditions(node.name(), other.name(), of);
            network.conditions(other.name(), node.name(), of);
        }
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
