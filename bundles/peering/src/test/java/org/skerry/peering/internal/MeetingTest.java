// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.base.frame.Frame;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.world.FakeLink;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.transport.Lane;

/** Nodes that find each other and open sessions. */
class MeetingTest {

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();

    @Test
    void aPeerThatHasFallenSilentWasHeardLongAgoThoughItsSessionWaits() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(60);
        assertThat(silence(a)).isLessThan(Duration.ofSeconds(10));
        b.die(world);
        world.transports.down = true;
        world.seconds(50);

        assertThat(a.stateOf(b)).isEqualTo(PeerInfo.State.INTERRUPTED);
        assertThat(silence(a)).isGreaterThan(Duration.ofSeconds(45));
    }

    @Test
    void saysHowTheLinkOfAPeerRunsWhileThereIsOne() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(5);
        assertThat(a.core.peers().get(0).route()).contains("memory");
        world.transports.down = true;
        world.transports.lastPair()[0].cut();
        world.seconds(5);

        assertThat(a.stateOf(b)).isEqualTo(PeerInfo.State.INTERRUPTED);
        assertThat(a.core.peers().get(0).route()).isEmpty();
    }

    private Duration silence(TestNode node) {
        return Duration.between(node.core.peers().get(0).lastHeard(), world.loop.now());
    }

    @Test
    void twoNodesFindEachOtherAndOpenOneSession() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);

        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();

        assertThat(a.events).containsSubsequence("found", "opened", "joined");
        assertThat(b.events).containsSubsequence("found", "opened", "joined");
        assertThat(a.session().peer()).isEqualTo(b.id());
        assertThat(b.session().swarms()).containsExactly(SWARM);
        assertThat(world.transports.offered).isEqualTo(1);
    }

    @Test
    void aLinkThatThrowsIsClosedAndTheNextOneTried() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        world.transports.tamper = pair -> pair[0].broken = world.transports.links.isEmpty();

        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();
        assertThat(world.transports.links.get(0)).allMatch(FakeLink::isClosed);
        assertThat(a.count("opened")).isZero();

        world.seconds(10);
        assertThat(a.count("opened")).isEqualTo(1);
        assertThat(b.session().linked()).isTrue();
    }

    @Test
    void noMoreIsLetInThanTheQueueOfASessionHolds() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run(); // both ask for 1000 frames, and a link takes messages of 64 KiB

        FakeLink[] pair = world.transports.lastPair();
        assertThat(pair[0].allowed()).isEqualTo(64);
        assertThat(pair[1].allowed()).isEqualTo(64);
        for (int i = 0; i < 500; i++) {
            var unused = a.session().send(Lane.DATA, Frames.data(i));
        }
        world.run();
        assertThat(b.received).hasSize(500);
    }

    @Test
    void whatIsLetInIsReckonedByTheLongestFrameOfTheSession() {
        world.transports.tamper = pair -> {
            pair[0].longest = 8 << 20;
            pair[1].longest = 8 << 20;
        };
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();

        assertThat(a.session().maxMessageBytes()).isEqualTo(256 << 10);
        FakeLink[] pair = world.transports.lastPair();
        assertThat(pair[0].allowed()).isEqualTo(16);
        assertThat(pair[1].allowed()).isEqualTo(16);
    }

    @Test
    void whoeverJoinsLaterFindsTheOther() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);

        b.core.join(SWARM, true);
        world.seconds(600);
        a.core.join(SWARM, false);
        world.run();

        assertThat(a.count("opened")).isEqualTo(1);
        assertThat(b.count("opened")).isEqualTo(1);
    }

    @Test
    void noOneDialsWhenNoOneSeeks() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);

        a.core.join(SWARM, false);
        b.core.join(SWARM, false);
        world.seconds(120);

        assertThat(a.count("found")).isEqualTo(1);
        assertThat(a.count("opened")).isZero();
        assertThat(a.stateOf(b)).isEqualTo(PeerInfo.State.KNOWN);
    }

    @Test
    void ifBothSeekTheLowerIdDialsAndTheOtherWaits() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);

        b.core.join(SWARM, true);
        a.core.join(SWARM, true);
        world.run();

        assertThat(world.transports.offered).isEqualTo(1);
        assertThat(a.count("opened")).isEqualTo(1);
        assertThat(b.count("opened")).isEqualTo(1);
        world.seconds(30);
        assertThat(world.transports.offered).isEqualTo(1);
    }

    @Test
    void threeNodesOpenASessionBetweenEachTwo() {
        TestNode[] nodes = {world.node(1), world.node(2), world.node(3)};

        for (TestNode node : nodes) {
            node.core.join(SWARM, true);
        }
        world.seconds(5);

        for (TestNode node : nodes) {
            assertThat(node.count("opened")).isEqualTo(2);
            assertThat(node.count("closed")).isZero();
        }
    }

    @Test
    void framesOfTheFloorAboveGoThroughUncopiedAndTheSessionsOwnDoNotShow() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();

        ByteBuffer frame =
                Frame.of(0x25, false, 7, 9, ByteBuffer.wrap(new byte[1000])).encode();
        assertThat(a.session().send(Lane.DATA, frame).toCompletableFuture()).isCompleted();
        world.seconds(60);

        assertThat(b.received).hasSize(1);
        assertThat(b.received.get(0).remaining()).isEqualTo(1000 + Frame.HEADER_BYTES);
        assertThat(b.session().rtt()).isPositive().isLessThan(Duration.ofMillis(1));
    }

    @Test
    void anotherSwarmIsJoinedOverTheSameSession() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();
        SwarmId other = World.swarm(2);

        a.core.join(other, false);
        b.core.join(other, true);
        world.seconds(5);

        assertThat(a.session().swarms()).containsExactlyInAnyOrder(SWARM, other);
        assertThat(b.session().swarms()).containsExactlyInAnyOrder(SWARM, other);
        assertThat(b.count("opened")).isEqualTo(1);
        assertThat(b.count("joined")).isEqualTo(2);
    }

    @Test
    void noMorePeersThanTheLimitOnEitherSide() {
        Limits two = Limits.DEFAULT.with(DialLimits.DEFAULT.withMaxPeers(2));
        TestNode hub = world.node(9, two);
        hub.core.join(SWARM, false);
        for (int i = 1; i <= 5; i++) {
            world.node(i).core.join(SWARM, true);
        }
        world.seconds(30);

        long atHub = world.nodes.stream()
                .filter(node -> node != hub && hub.stateOf(node) == PeerInfo.State.CONNECTED)
                .count();
        assertThat(atHub).isEqualTo(2);
        assertThat(hub.count("opened")).isEqualTo(2);
    }

    @Test
    void aNewListenerHearsOfTheSessionsThatAreOpen() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();
        TestNode other = world.bare(world.keys.create(50, 1), Limits.DEFAULT);

        a.core.listen(other);
        world.run();

        assertThat(other.events).containsExactly("opened", "joined");
    }

    @Test
    void aSessionWithoutACommonSwarmEndsAfterAWhile() throws Exception {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        var joined = b.core.join(SWARM, true);
        world.run();

        joined.close();
        world.seconds(29);
        assertThat(b.count("closed")).isZero();
        world.seconds(2);

        assertThat(b.closings).containsExactly("no swarm in common");
        assertThat(a.count("closed")).isEqualTo(1);
        world.seconds(60);
        assertThat(world.transports.offered).isEqualTo(1);
    }

    @Test
    void idleNodesSayAtMostOneThingAMinuteAndSwarm() {
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(10);
        int beacons = world.lan.beacons.size();
        int frames = world.lan.frames.size();

        world.seconds(600);

        assertThat(world.lan.beacons.size() - beacons).isBetween(14, 20);
        assertThat(world.lan.frames.size() - frames).isZero();
    }
}
