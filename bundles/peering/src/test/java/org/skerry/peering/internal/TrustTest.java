// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.trust.Admission;
import org.skerry.spi.trust.TrustPolicy;

/** Who is let in: reputation and trust policies. */
class TrustTest {

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();
    private TestNode a;
    private TestNode b;

    private void meet() {
        a = world.node(1);
        b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();
        assertThat(a.count("opened")).isEqualTo(1);
        a.events.clear();
        b.events.clear();
    }

    @Test
    void misconductAddsUpToABanThatEnds() {
        meet();
        for (int i = 0; i < 3; i++) {
            a.core.report(b.id(), Conduct.WRONG_CHUNK, "test");
        }
        world.run();
        assertThat(a.events).isEmpty();
        a.core.report(b.id(), Conduct.WRONG_CHUNK, "test");
        world.run();
        assertThat(a.events).containsExactly("closed");

        world.seconds(600);
        assertThat(a.count("opened")).isZero();
        world.seconds(600);
        assertThat(a.count("opened")).isEqualTo(1);
    }

    @Test
    void aTrustPolicyKeepsAPeerOut() {
        TrustPolicy policy = (peer, swarms) ->
                peer.equals(world.nodes.get(1).id()) ? Admission.refused("not on the list") : Admission.admitted();
        a = world.node(1);
        b = world.node(2);
        a.core.addTrust(policy);
        a.core.join(SWARM, true);
        b.core.join(SWARM, true);
        world.seconds(120);

        assertThat(a.count("opened") + b.count("opened")).isZero();
        assertThat(world.transports.links).isEmpty();

        a.core.removeTrust(policy);
        world.seconds(120);
        assertThat(a.count("opened")).isEqualTo(1);
    }

    @Test
    void aTrustPolicyThatComesLaterEndsSessions() {
        meet();
        a.core.addTrust((peer, swarms) -> Admission.refused("no one"));
        world.run();

        assertThat(a.events).containsExactly("closed");
        assertThat(b.closings).containsExactly("not admitted");
    }

    @Test
    void aTrustPolicyThatThrowsRefuses() {
        a = world.node(1);
        b = world.node(2);
        a.core.addTrust((peer, swarms) -> {
            throw new IllegalStateException("broken");
        });
        a.core.join(SWARM, true);
        b.core.join(SWARM, true);
        world.seconds(60);

        assertThat(a.count("opened")).isZero();
    }
}
