// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.ManualLoop;
import org.skerry.peering.internal.node.Limits;
import org.skerry.spi.signaling.SignalingProvider;

/** Nodes on one virtual clock, with a LAN for signals and a transport named {@code fake}. */
public final class World {

    public final ManualLoop loop;
    public final FakeSignaling lan;
    public final FakeTransports transports;
    public final FakeIdentity.Keys keys = new FakeIdentity.Keys();
    public final List<TestNode> nodes = new ArrayList<>();

    public World() {
        this(ManualLoop.EPOCH);
    }

    public World(Instant start) {
        loop = new ManualLoop(start);
        lan = new FakeSignaling(loop);
        transports = new FakeTransports(loop);
    }

    public static SwarmId swarm(int number) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) number;
        return SwarmId.ofRoot(ChunkId.of(bytes));
    }

    /** A node with everything; lower numbers have lower peer ids. */
    public TestNode node(int order) {
        return node(order, Limits.DEFAULT);
    }

    public TestNode node(int order, Limits limits) {
        TestNode node = bare(keys.create(order, 1), limits);
        node.core.addSignaling(node.signaling, SignalingProvider.SCOPE_LAN, 0);
        node.core.addTransport(node.transport, "fake", 0);
        run();
        return node;
    }

    /** A node that knows itself and nothing else. */
    public TestNode bare(FakeIdentity identity, Limits limits) {
        TestNode node = new TestNode(this, identity, limits);
        nodes.add(node);
        return node;
    }

    /** The same node in a new process. */
    public TestNode restart(TestNode old) {
        TestNode node = bare(old.identity.restarted(old.identity.incarnation() + 1), Limits.DEFAULT);
        node.core.addSignaling(node.signaling, SignalingProvider.SCOPE_LAN, 0);
        node.core.addTransport(node.transport, "fake", 0);
        run();
        return node;
    }

    public void run() {
        loop.runReady();
    }

    public void advance(Duration time) {
        loop.advance(time);
    }

    public void seconds(long seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }
}
