// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.frame.Frame;
import org.skerry.peering.internal.world.FakeLink;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.session.Session;
import org.skerry.spi.transport.Lane;

/** Sessions that outlive their links, and how they end. */
class SessionLifeTest {

    /** Type of the frame (protocol, 7.1). */
    private static final int PING = 0x03;

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();
    private TestNode a;
    private TestNode b;

    @BeforeEach
    void meet() {
        a = world.node(1);
        b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();
        assertThat(a.count("opened")).isEqualTo(1);
        world.seconds(20);
        a.events.clear();
        b.events.clear();
    }

    @Test
    void aCutLinkIsReplacedAtOnceAndTheSessionStays() {
        Session before = a.session();

        world.transports.lastPair()[0].cut();
        world.run();

        assertThat(a.events).containsExactly("interrupted", "relinked");
        assertThat(b.events).containsExactly("interrupted", "relinked");
        assertThat(a.session()).isSameAs(before);
        assertThat(before.linked()).isTrue();
        assertThat(world.transports.offered).isEqualTo(2);
    }

    @Test
    void theSideThatDoesNotSeekRedialsTooIfTheOtherDoesNotNotice() {
        world.transports.lastPair()[0].silent = true;
        world.transports.lastPair()[1].silent = true;
        b.core.removeSignaling(b.signaling);

        world.seconds(22);
        assertThat(a.events).startsWith("interrupted");

        b.core.addSignaling(b.signaling, "lan", 0);
        world.seconds(10);
        assertThat(a.events).endsWith("relinked");
        assertThat(b.events).endsWith("relinked");
    }

    @Test
    void manyLinksOneAfterTheOtherCarryOneSession() {
        for (int i = 0; i < 10; i++) {
            world.transports.lastPair()[1].cut();
            world.seconds(60);
        }

        assertThat(a.count("relinked")).isEqualTo(10);
        assertThat(b.count("relinked")).isEqualTo(10);
        assertThat(a.count("closed") + b.count("closed")).isZero();
    }

    @Test
    void theOtherSideMayNoticeFirst() {
        // Only b notices; a takes the link for good still.
        world.transports.lastPair()[0].silent = true;
        world.transports.lastPair()[1].cut();
        world.run();

        assertThat(b.events).containsExactly("interrupted", "relinked");
        assertThat(a.events).endsWith("relinked").doesNotContain("closed", "opened");
    }

    @Test
    void withoutALinkTheSessionEndsAfterAMinute() {
        world.transports.down = true;
        world.transports.lastPair()[0].cut();

        world.seconds(59);
        assertThat(a.count("closed")).isZero();
        assertThat(a.stateOf(b)).isEqualTo(PeerInfo.State.INTERRUPTED);
        world.seconds(2);

        assertThat(a.closings).containsExactly("no link for too long");
        assertThat(b.closings).containsExactly("no link for too long");
    }

    @Test
    void redialsBackOffWhileNoLinkComesAbout() {
        world.transports.down = true;
        world.transports.lastPair()[0].cut();
        int before = world.transports.offered;
        world.seconds(600);
        int offered = world.transports.offered - before;

        assertThat(offered).isBetween(8, 60);

        world.transports.down = false;
        world.seconds(75);
        assertThat(b.events).endsWith("opened", "joined");
    }

    @Test
    void aSilentLinkDiesAfterThreeHeartbeats() {
        world.transports.lastPair()[0].silent = true;
        world.transports.lastPair()[1].silent = true;

        world.seconds(14);
        assertThat(a.events).isEmpty();
        world.seconds(8);

        // Whoever notices first dials; the other one may hear of the new link before it misses the old one.
        assertThat(a.count("interrupted") + b.count("interrupted")).isPositive();
        assertThat(a.events).endsWith("relinked").doesNotContain("closed");
        assertThat(b.events).endsWith("relinked").doesNotContain("closed");
    }

    @Test
    void aPingOfOneSideSparesOneOfTheOther() {
        FakeLink[] link = world.transports.lastPair();
        world.seconds(10);
        link[0].sent.clear();
        link[1].sent.clear();

        world.seconds(500);

        assertThat(pings(link[0]) + pings(link[1])).isBetween(100, 160);
        assertThat(pings(link[0])).isGreaterThan(20);
        assertThat(pings(link[1])).isGreaterThan(20);
    }

    private static int pings(FakeLink end) {
        return (int) end.sent.stream().filter(message -> message.get(4) == PING).count();
    }

    @Test
    void aHigherIncarnationDisplacesADeadOneAtOnce() {
        Session dead = a.session();
        b.die(world);

        TestNode reborn = world.restart(b);
        reborn.core.join(SWARM, true);
        world.run();

        assertThat(a.events).containsSubsequence("closed", "opened", "joined");
        assertThat(a.session()).isNotSameAs(dead);
        assertThat(a.session().incarnation()).isEqualTo(2);
        assertThat(reborn.count("opened")).isEqualTo(1);
    }

    @Test
    void aLowerIncarnationIsNotHeard() {
        TestNode newer = world.restart(b);
        newer.core.join(SWARM, true);
        world.run();
        assertThat(a.session().incarnation()).isEqualTo(2);
        a.events.clear();

        b.core.join(World.swarm(3), true);
        world.seconds(120);

        assertThat(a.session().incarnation()).isEqualTo(2);
        assertThat(a.session().linked()).isTrue();
        assertThat(a.count("opened")).isZero();
    }

    @Test
    void aTransportThatGoesAndComesBackKeepsTheSession() {
        Session session = a.session();

        a.core.removeTransport(a.transport);
        world.run();
        assertThat(a.events).containsExactly("interrupted");
        assertThat(b.events).containsExactly("interrupted");
        world.seconds(5);
        a.core.addTransport(a.transport, "fake", 0);
        world.run();

        assertThat(a.events).containsExactly("interrupted", "relinked");
        assertThat(b.events).containsExactly("interrupted", "relinked");
        assertThat(a.session()).isSameAs(session);
    }

    @Test
    void anotherTransportTakesOverWhenOneGoes() {
        var other = new org.skerry.peering.internal.world.FakeTransports(world.loop);
        a.core.addTransport(other.provider(), "spare", 0);
        b.core.addTransport(other.provider(), "spare", 0);
        world.seconds(2);
        assertThat(a.session().transport()).isEqualTo("fake");

        b.core.removeTransport(b.transport);
        world.run();

        assertThat(a.events).isEmpty();
        assertThat(a.session().transport()).isEqualTo("spare");
        assertThat(b.session().transport()).isEqualTo("spare");
    }

    @Test
    void sessionsOutliveTheSignalingThatMadeThem() {
        a.core.removeSignaling(a.signaling);
        b.core.removeSignaling(b.signaling);

        world.seconds(1200);

        assertThat(a.events).isEmpty();
        assertThat(a.session().linked()).isTrue();
        assertThat(a.session().swarms()).containsExactly(SWARM);
    }

    @Test
    void theIdentityMayBeReplacedMeanwhile() {
        a.core.identity(null);
        world.seconds(200);
        a.core.identity(a.identity);
        world.seconds(200);

        assertThat(a.events).isEmpty();
        world.transports.lastPair()[0].cut();
        world.run();
        assertThat(a.events).containsExactly("interrupted", "relinked");
    }

    @Test
    void anotherIdentityBeginsAnew() {
        var other = world.keys.create(7, 1);
        a.core.envelopes(new org.skerry.peering.internal.world.FakeEnvelopes(other));
        a.core.identity(other);
        world.seconds(1);

        assertThat(b.events).containsSubsequence("closed", "opened");
        assertThat(b.session().peer()).isEqualTo(other.self());
    }

    @Test
    void theOneThatStopsSaysGoodbyeAndIsNotRedialledInVain() {
        world.loop.execute(a.core::closeOnLoop);
        world.run();

        assertThat(b.closings).containsExactly("the node stops");
        int offered = world.transports.offered;
        world.seconds(60);
        assertThat(world.transports.offered).isEqualTo(offered);
        assertThat(b.stateOf(a)).isNull();
    }

    @Test
    void closingTellsThePeerWhy() throws Exception {
        a.session().close("not needed");
        world.run();

        assertThat(b.closings).containsExactly("not needed");
        assertThat(a.closings).containsExactly("not needed");
        assertThat(goAways()).containsExactly(1L); // done
    }

    /** The reasons that were given over the first link. */
    private List<Long> goAways() throws Exception {
        List<Long> reasons = new ArrayList<>();
        for (FakeLink end : world.transports.links.get(0)) {
            for (ByteBuffer sent : end.sent) {
                Frame frame = Frame.decode(sent.duplicate(), 1 << 16);
                if (frame.type() == 0x06) {
                    reasons.add(CborCodec.decodeMap(frame.payload(), CborLimits.DEFAULT)
                            .requiredInt(0, 0, 255));
                }
            }
        }
        return reasons;
    }

    @Test
    void aPeerThatBrokeTheProtocolIsToldSoAndPaysForIt() throws Exception {
        for (int i = 1; i <= 6; i++) {
            Session session = a.session();
            session.violated(Conduct.PROTOCOL_ERROR, "the frame was wrong");
            session.violated(Conduct.PROTOCOL_ERROR, "the frame was wrong");
            world.run();
            world.seconds(75);
            assertThat(a.count("opened"))
                    .isEqualTo(Math.min(i, 5)); // 20 points each, which decay, until the ban at 100
        }

        assertThat(goAways()).containsExactly(2L); // protocol
        assertThat(b.closings).hasSize(6).containsOnly("the frame was wrong");
    }

    @Test
    void bytesAreCountedOverAllLinks() {
        world.seconds(1);
        long before = in(a);
        assertThat(before).isPositive();
        world.transports.lastPair()[0].cut();
        world.seconds(10);

        assertThat(in(a)).isGreaterThan(before);
    }

    private long in(TestNode node) {
        return node.core.peers().get(0).bytesIn();
    }

    @Test
    void epochsAreHigherThanAnyThatWasSeen() {
        var payload = org.skerry.base.cbor.CborCodec.encode(
                org.skerry.base.cbor.CborMap.builder().put(0, 41).build());
        var frame = org.skerry.base.frame.Frame.of(0x20, true, 0, 0, java.nio.ByteBuffer.wrap(payload));

        var sent = a.session().send(Lane.CONTROL, frame.encode());
        world.run();

        assertThat(sent.toCompletableFuture()).isCompleted();
        assertThat(b.session().nextEpoch()).isEqualTo(42);
        assertThat(a.session().nextEpoch()).isEqualTo(1);
    }

    @Test
    void whatIsNotAskedForIsHeldBackAndTheHeartbeatGoesOn() {
        Session quiet = b.session();
        world.transports.lastPair()[0].cut();
        b.requestOnOpen = 0;
        world.run();
        b.events.clear();
        for (int i = 0; i < 100; i++) {
            var unused = a.session().send(Lane.DATA, Frames.data(i));
        }
        world.seconds(120);

        assertThat(b.received).isEmpty();
        assertThat(b.events).isEmpty();
        assertThat(world.transports.lastPair()[0].allowed() + world.transports.lastPair()[1].allowed())
                .isLessThan(1010); // b, who offers, lets nothing in; a lets in what it asked for and a few more
        assertThat(a.session().linked()).isTrue();
        quiet.request(30);
        world.run();
        assertThat(b.received).hasSize(30);
        quiet.request(70);
        world.run();
        assertThat(b.received).hasSize(100);
        assertThat(Frames.requestId(b.received.get(99))).isEqualTo(99);
    }

    @Test
    void theCourtesyOfTheHigherIdDoesNotSlowTheSeekerDown() {
        Duration before = Duration.ofNanos(world.loop.nanoTime());
        TestNode c = world.node(9);
        c.core.join(SWARM, true);
        world.run();

        assertThat(c.count("opened")).isGreaterThanOrEqualTo(1);
        assertThat(Duration.ofNanos(world.loop.nanoTime())).isEqualTo(before);
    }
}
