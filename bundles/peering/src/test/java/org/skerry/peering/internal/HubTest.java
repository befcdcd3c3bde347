// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.ManualLoop;
import org.skerry.peering.internal.node.DirectoryLimits;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.world.FakeSignaling;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Topic;

/** Signals over channels that come and go, lose, and cut short. */
class HubTest {

    private static final SwarmId SWARM = World.swarm(1);

    @Test
    void bothDaysAreInForceAroundMidnight() {
        World world = new World(Instant.parse("2030-01-01T23:45:00Z"));
        TestNode a = world.node(1);
        a.core.join(SWARM, false);
        world.run();
        assertThat(world.lan.topicsOf(0)).hasSize(1);
        var today = world.lan.inboxesOf(0);

        world.advance(Duration.ofSeconds(5 * 60 + 1));
        assertThat(world.lan.topicsOf(0)).hasSize(2);
        assertThat(world.lan.inboxesOf(0)).hasSize(2).containsAll(today);

        world.advance(Duration.ofSeconds(20 * 60 - 2));
        assertThat(world.lan.topicsOf(0)).hasSize(2);
        world.advance(Duration.ofSeconds(2));
        assertThat(world.lan.topicsOf(0)).hasSize(1);
        assertThat(world.lan.inboxesOf(0)).hasSize(1).doesNotContainAnyElementsOf(today);
    }

    @Test
    void nodesMeetAtMidnightThoughTheirClocksDiffer() {
        World world = new World(Instant.parse("2030-01-01T23:59:59.900Z"));
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        world.seconds(1);
        b.core.join(SWARM, true);
        world.run();

        assertThat(a.count("opened")).isEqualTo(1);
        world.seconds(3600);
        world.node(3).core.join(SWARM, true);
        world.seconds(2);
        assertThat(a.count("opened")).isEqualTo(2);
    }

    @Test
    void envelopesAreSplitForNarrowChannels() {
        World world = new World();
        world.lan.maxFrameBytes = 300; // envelopes of this world are shorter than real ones
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.run();

        assertThat(b.count("opened")).isEqualTo(1);
        assertThat(world.lan.frames).allMatch(frame -> frame.length <= 300);
        assertThat(world.lan.frames.stream().filter(frame -> frame[0] == 1)).isNotEmpty();
    }

    @Test
    void aLostOfferIsSentAgain() {
        World world = new World();
        int[] offers = new int[1];
        world.lan.loses = frame -> FakeSignaling.kind(frame) == Signal.Kind.OFFER.number() && offers[0]++ == 0;
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);

        assertThat(b.count("opened")).isEqualTo(1);
        assertThat(world.transports.offered).isEqualTo(1);
    }

    @Test
    void whenBothOfferTheLowerOneCounts() {
        World world = new World();
        int[] offers = new int[1];
        world.lan.loses = frame -> FakeSignaling.kind(frame) == Signal.Kind.OFFER.number() && offers[0]++ == 0;
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, true);
        b.core.join(SWARM, true);
        world.advance(Duration.ofMillis(600)); // the first offer of a is lost, so b offers as well

        assertThat(world.transports.offered).isEqualTo(2);
        assertThat(world.transports.links).hasSize(1);
        assertThat(a.count("opened")).isEqualTo(1);
        assertThat(b.count("opened")).isEqualTo(1);
        world.seconds(60);
        assertThat(a.count("closed") + a.count("interrupted")).isZero();
        assertThat(world.transports.offered).isEqualTo(2);
    }

    @Test
    void aFartherChannelServesWhenTheNearestRefuses() {
        World world = new World();
        FakeSignaling far = new FakeSignaling(world.loop);
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.addSignaling(far.provider(), "internet", 100);
        b.core.addSignaling(far.provider(), "internet", 100);
        world.lan.refuses = true;
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);

        assertThat(b.count("opened")).isEqualTo(1);
        assertThat(far.frames).isNotEmpty();
        assertThat(a.core.peers().get(0).scopes()).contains("lan", "internet");
    }

    @Test
    void theNearestScopeCarriesWhatIsSaidToOnePeer() {
        World world = new World();
        FakeSignaling far = new FakeSignaling(world.loop);
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.addSignaling(far.provider(), "internet", 100);
        b.core.addSignaling(far.provider(), "internet", 100);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);

        assertThat(b.count("opened")).isEqualTo(1);
        assertThat(far.frames).isEmpty();
    }

    @Test
    void aProviderThatComesLaterIsUsedAtOnce() {
        World world = new World();
        TestNode a = world.bare(world.keys.create(1, 1), Limits.DEFAULT);
        TestNode b = world.node(2);
        a.core.addTransport(a.transport, "fake", 0);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(10);
        assertThat(b.count("found")).isZero();

        a.core.addSignaling(a.signaling, "lan", 0);
        world.run();
        assertThat(b.count("opened")).isEqualTo(1);
    }

    @Test
    void aTransportThatComesLaterIsMadeKnownAtOnce() {
        World world = new World();
        TestNode a = world.bare(world.keys.create(1, 1), Limits.DEFAULT);
        TestNode b = world.node(2);
        a.core.addSignaling(a.signaling, "lan", 0);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(10);
        assertThat(b.count("found")).isEqualTo(1);
        assertThat(b.count("opened")).isZero();

        a.core.addTransport(a.transport, "fake", 0);
        world.advance(Duration.ofMillis(10));
        assertThat(b.count("opened")).isEqualTo(1);
    }

    @Test
    void silentPeersAreForgottenAfterFiveMinutes() {
        World world = new World();
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        b.core.join(SWARM, false);
        world.seconds(1);
        b.die(world);

        world.seconds(290);
        assertThat(a.stateOf(b)).isEqualTo(PeerInfo.State.KNOWN);
        world.seconds(18);
        assertThat(a.stateOf(b)).isNull();
    }

    @Test
    void theDirectoryTakesInNoMoreThanItsLimit() {
        World world = new World();
        TestNode a = world.node(1, Limits.DEFAULT.with(new DirectoryLimits(Duration.ofMinutes(5), 10, 3)));
        a.core.join(SWARM, false);
        for (int i = 2; i < 8; i++) {
            world.node(i).core.join(SWARM, false);
        }
        world.seconds(5);

        assertThat(a.core.peers()).hasSize(3);
        assertThat(a.count("found")).isEqualTo(3);
    }

    @Test
    void aProviderThatThrowsHarmsNoOne() {
        World world = new World();
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.addSignaling(
                (self, in) -> {
                    throw new IllegalStateException("broken");
                },
                "jvm",
                9);
        a.core.addTransport(
                context -> {
                    throw new java.io.IOException("port 4001 is in use");
                },
                "other",
                9);
        a.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(1);

        assertThat(b.count("opened")).isEqualTo(1);
    }

    @Test
    void readinessNamesWhatIsMissing() {
        World world = new World();
        TestNode a = world.bare(world.keys.create(1, 1), Limits.DEFAULT);
        world.run();
        assertThat(a.core.findings())
                .extracting(finding -> finding.name() + "=" + finding.ready())
                .containsExactly("identity=true", "transport=false", "signaling=false");
        assertThat(a.core.findings().get(1).message()).isEqualTo("no transport: install or start a transport bundle");

        a.core.addSignaling(a.signaling, "lan", 0);
        a.core.addTransport(
                context -> {
                    throw new java.io.IOException("port 4001 is in use");
                },
                "other",
                0);
        world.seconds(1);
        assertThat(a.core.findings().get(1).message()).isEqualTo("other: port 4001 is in use");
        assertThat(a.core.findings().get(2).ready()).isTrue();

        a.core.addTransport(a.transport, "fake", 0);
        world.seconds(1);
        assertThat(a.core.findings())
                .extracting(finding -> finding.name() + "=" + finding.ready() + ": " + finding.message())
                .contains("transport=true: open: fake", "transport other=true: closed: port 4001 is in use");
    }

    @Test
    void whoSeeksAndHeardNobodyAsksAgain() {
        World world = new World();
        TestNode a = world.node(1);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        world.run();

        world.lan.loses = frame -> true;
        b.core.join(SWARM, true);
        world.run();
        assertThat(b.count("found")).isZero();
        world.lan.loses = frame -> false;
        world.seconds(2);

        assertThat(b.count("opened")).isEqualTo(1);
    }

    @Test
    void findingsFollowWhatChannelsSay() {
        World world = new World();
        TestNode a = world.node(1);
        assertThat(a.core.findings().get(2).message()).isEqualTo("1 of 1 open");

        world.lan.state(0, ChannelState.DOWN);
        world.run();
        assertThat(a.core.findings().get(2).ready()).isFalse();

        world.lan.state(0, ChannelState.OPEN);
        world.run();
        assertThat(a.core.findings().get(2).message()).isEqualTo("1 of 1 open");
    }

    @Test
    void aNodeNeverDialsItselfThoughItHearsItself() {
        World world = new World();
        TestNode a = world.node(1);
        a.core.join(SWARM, true);
        world.run();
        List<byte[]> own = new ArrayList<>(world.lan.beacons);
        world.seconds(1);
        own.forEach(beacon -> world.lan.inject(topic(a), beacon));
        world.seconds(300);

        assertThat(a.events).isEmpty();
        assertThat(a.core.peers()).isEmpty();
        assertThat(world.transports.offered).isZero();
        assertThat(a.core.findings().get(0).message()).doesNotContain("another");
    }

    @Test
    void twoNodesWithOneIdentityDoNotDialEachOtherAndSaySo() {
        World world = new World();
        TestNode a = world.node(1);
        TestNode twin = world.restart(a);
        a.core.join(SWARM, true);
        twin.core.join(SWARM, true);
        world.seconds(200);

        assertThat(world.transports.offered).isZero();
        assertThat(a.events).isEmpty();
        assertThat(a.core.findings().get(0).message()).endsWith(", and so is another one");
        assertThat(twin.core.findings().get(0).message()).endsWith(", and so is another one");
    }

    @Test
    void othersHearTheTwinThatStartedLast() {
        World world = new World();
        TestNode a = world.node(1);
        TestNode twin = world.restart(a);
        TestNode b = world.node(2);
        a.core.join(SWARM, false);
        twin.core.join(SWARM, false);
        b.core.join(SWARM, true);
        world.seconds(600);

        assertThat(b.session().incarnation()).isEqualTo(2);
        assertThat(b.session().linked()).isTrue();
        assertThat(twin.session().linked()).isTrue();
        assertThat(b.core.peers()).hasSize(1);
    }

    private static Topic topic(TestNode node) {
        return node.envelopes.topic(SWARM, ManualLoop.EPOCH.getEpochSecond() / 86_400);
    }
}
