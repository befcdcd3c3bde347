// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.trust.Admission;

/** What the list of peers says of those with whom there is no session. */
class RefusalsTest {

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();

    @Test
    void aNodeThatHasEnoughPeersIsSeenAsBusyAndSeesWhoHadToGo() {
        TestNode hub = world.node(9, Limits.DEFAULT.with(DialLimits.DEFAULT.withMaxPeers(1)));
        TestNode first = world.node(1);
        hub.core.join(SWARM, false);
        first.core.join(SWARM, true);
        world.seconds(1);
        TestNode second = world.node(2);
        second.core.join(SWARM, true);
        world.seconds(1);

        assertThat(second.refusalOf(hub)).contains("refused: busy");
        assertThat(second.stateOf(hub)).isEqualTo(PeerInfo.State.KNOWN);
        assertThat(hub.refusalOf(second)).contains("refused here: busy");
        assertThat(first.refusalOf(hub)).isEmpty();
        world.loop.execute(first.core::closeOnLoop);
        world.seconds(120);
        assertThat(second.stateOf(hub)).isEqualTo(PeerInfo.State.CONNECTED);
        assertThat(second.refusalOf(hub)).isEmpty();
        assertThat(hub.refusalOf(second)).isEmpty();
    }

    @Test
    void aPeerThatIsNotTrustedIsShownWithTheReason() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.addTrust((peer, swarms) -> Admission.refused("not on the list"));
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);

        assertThat(a.refusalOf(b)).contains("refused here: not on the list");
        assertThat(b.refusalOf(a)).contains("refused: not trusted");
        world.seconds(1200); // b asks again now and then
        assertThat(a.refusalOf(b)).isPresent();
    }

    @Test
    void aPeerThatIsBannedIsShownUntilThatIsForgotten() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);
        for (int i = 0; i < 5; i++) {
            a.core.report(b.id(), Conduct.WRONG_CHUNK, "test");
        }
        world.seconds(1);

        assertThat(a.refusalOf(b)).contains("refused here: it is banned until its reputation recovers");
        assertThat(b.refusalOf(a)).contains("refused: not trusted");
    }

    @Test
    void noMoreThanSomeAreRemembered() {
        var refusals = new org.skerry.peering.internal.guard.Refusals(
                new org.skerry.peering.internal.node.Node(world.loop, new java.util.Random(1), Limits.DEFAULT));
        for (int i = 1; i <= 1000; i++) {
            byte[] id = new byte[32];
            id[0] = (byte) i;
            id[1] = (byte) (i >> 8);
            refusals.here(org.skerry.api.PeerId.of(id), "x".repeat(1000));
        }

        assertThat(refusals.all()).hasSize(256);
        assertThat(refusals.all().values()).allMatch(refusal -> refusal.text().length() == 120);
        world.seconds(301);
        assertThat(refusals.all()).isEmpty();
    }

    @Test
    void aGoodEndIsNoInterruption() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);
        assertThat(b.stateOf(a)).isEqualTo(PeerInfo.State.CONNECTED);

        a.session().close("not needed");
        world.run();
        assertThat(a.stateOf(b)).isNotEqualTo(PeerInfo.State.INTERRUPTED);
        assertThat(b.stateOf(a)).isNotEqualTo(PeerInfo.State.INTERRUPTED);
        world.seconds(1);
        assertThat(b.stateOf(a)).isNotEqualTo(PeerInfo.State.INTERRUPTED);
    }
}
