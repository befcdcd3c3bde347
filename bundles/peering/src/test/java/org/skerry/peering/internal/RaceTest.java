// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.node.MoveLimits;
import org.skerry.peering.internal.node.NetworkClass;
import org.skerry.peering.internal.world.FakeTransports;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.transport.TransportProvider;

/** Several transports in common: which one is tried first, which one is chosen, and moving to a better one. */
class RaceTest {

    private static final SwarmId SWARM = World.swarm(1);

    private final World world = new World();
    private final FakeTransports direct = world.transports;
    private final FakeTransports webrtc = new FakeTransports(world.loop);

    /** Both nodes have both; the lower id is that of the one that seeks, or not. */
    private TestNode node(int order, Limits limits) {
        TestNode node = world.bare(world.keys.create(order, 1), limits);
        node.core.addSignaling(node.signaling, SignalingProvider.SCOPE_LAN, 0);
        node.core.addTransport(webrtc.provider(), "webrtc", 10);
        node.core.addTransport(node.transport, "direct", 0);
        world.run();
        return node;
    }

    private TestNode node(int order) {
        return node(order, Limits.DEFAULT);
    }

    private void meet(TestNode sharing, TestNode seeking) {
        sharing.core.join(SWARM, false);
        seeking.core.join(SWARM, true);
        world.run();
    }

    private void assertOneLinkOneSession(TestNode one, TestNode other) {
        assertThat(direct.open() + webrtc.open()).isEqualTo(1);
        assertThat(one.session().linked()).isTrue();
        assertThat(other.session().linked()).isTrue();
        assertThat(one.session().transport()).isEqualTo(other.session().transport());
        assertThat(one.count("opened") - one.count("closed")).isEqualTo(1);
        assertThat(other.count("opened") - other.count("closed")).isEqualTo(1);
    }

    @Test
    void theBestOneIsTriedFirstAndTheOthersNotAtAllIfItIsQuick() {
        TestNode a = node(1);
        TestNode b = node(2);
        meet(a, b);
        world.seconds(600);

        assertThat(direct.offered).isEqualTo(1);
        assertThat(webrtc.offered).isZero();
        assertOneLinkOneSession(a, b);
        assertThat(a.session().transport()).isEqualTo("direct");
    }

    @Test
    void theOrderIsThatOfTheConfiguration() {
        Limits other = Limits.DEFAULT.with(MoveLimits.DEFAULT.prefer("webrtc"));
        TestNode a = node(1);
        TestNode b = node(2, other);
        meet(a, b);

        assertThat(webrtc.offered).isEqualTo(1);
        assertThat(b.session().transport()).isEqualTo("webrtc");
    }

    @Test
    void theNextOneFollowsAQuarterOfASecondAfterOneThatSaysNothing() {
        direct.down = true;
        TestNode a = node(1);
        TestNode b = node(2);
        meet(a, b);

        world.advance(Duration.ofMillis(249));
        assertThat(webrtc.offered).isZero();
        world.advance(Duration.ofMillis(1));
        assertThat(webrtc.offered).isEqualTo(1);
        assertOneLinkOneSession(a, b);
    }

    @Test
    void theNextOneFollowsAtOnceWhenTheFirstFails() {
        direct.refuses = true;
        TestNode a = node(1);
        TestNode b = node(2);
        meet(a, b);

        assertThat(webrtc.offered).isEqualTo(1);
        assertOneLinkOneSession(a, b);
    }

    @Test
    void aHandshakeUnderWayIsGivenItsTime() {
        TestNode a = node(1);
        TestNode b = node(2);
        direct.tamper = pair -> pair[0].delay = pair[1].delay = Duration.ofMillis(700);
        meet(a, b);
        world.seconds(10);

        assertThat(webrtc.offered).isZero();
        assertOneLinkOneSession(a, b);
    }

    /** Both sides dial at once, everything takes its own time, and whatever happens one link is left. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whoeverDialsAndHoweverSlowOneLinkIsLeft(int seed) {
        TestNode[] both = meetAndMove(new Random(seed), 300, 600);

        assertThat(both[0].events).doesNotContain("interrupted", "closed");
        assertThat(both[1].events).doesNotContain("interrupted", "closed");
    }

    /** So slow that sides act on what is long past: a link may break meanwhile, but the session does not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whoeverActsOnWhatIsLongPastOneLinkIsLeft(int seed) {
        TestNode[] both = meetAndMove(new Random(seed), 1200, 1500);

        assertThat(both[0].events).doesNotContain("closed");
        assertThat(both[1].events).doesNotContain("closed");
    }

    private TestNode[] meetAndMove(Random random, int signals, int messages) {
        world.lan.delay = () -> Duration.ofMillis(random.nextInt(signals));
        for (FakeTransports each : new FakeTransports[] {direct, webrtc}) {
            each.tamper = pair -> {
                pair[0].delay = Duration.ofMillis(random.nextInt(messages));
                pair[1].delay = Duration.ofMillis(random.nextInt(messages));
            };
        }
        TestNode a = node(1);
        TestNode b = node(2);
        a.core.join(SWARM, true);
        b.core.join(SWARM, true);
        world.seconds(30);
        assertOneLinkOneSession(a, b);
        for (int i = 0; i < 5; i++) {
            FakeTransports carrying = direct.open() > 0 ? direct : webrtc;
            int end = random.nextInt(2);
            carrying.lastOpen()[end].retire();
            if (random.nextBoolean()) {
                carrying.lastOpen()[1 - end].retire();
            }
            world.seconds(30);
            assertOneLinkOneSession(a, b);
            assertThat(a.count("opened")).isEqualTo(1);
            assertThat(b.count("opened")).isEqualTo(1);
        }
        return new TestNode[] {a, b};
    }

    @Test
    void aSessionMovesToABetterTransportWhenThatComesAndNotBefore() {
        TestNode a = world.bare(world.keys.create(1, 1), Limits.DEFAULT);
        a.core.addSignaling(a.signaling, SignalingProvider.SCOPE_LAN, 0);
        a.core.addTransport(webrtc.provider(), "webrtc", 10);
        TestNode b = node(2);
        meet(a, b);
        world.seconds(60);
        assertThat(a.session().transport()).isEqualTo("webrtc");

        a.core.addTransport(a.transport, "direct", 0);
        world.seconds(1);
        assertThat(a.session().transport()).isEqualTo("direct");
        assertOneLinkOneSession(a, b);
        assertThat(a.events).containsOnlyOnce("opened").doesNotContain("relinked", "interrupted");
        assertThat(b.events).containsOnlyOnce("opened").doesNotContain("relinked", "interrupted");
    }

    @Test
    void aSessionMovesWhenTheOtherSideSaysThatItHasABetterOne() {
        TestNode a = node(1);
        TestNode b = world.bare(world.keys.create(2, 1), Limits.DEFAULT);
        b.core.addSignaling(b.signaling, SignalingProvider.SCOPE_LAN, 0);
        b.core.addTransport(webrtc.provider(), "webrtc", 10);
        meet(a, b);
        world.seconds(60);

        b.core.addTransport(b.transport, "direct", 0);
        world.seconds(1);
        assertThat(b.session().transport()).isEqualTo("direct");
        assertOneLinkOneSession(a, b);
    }

    @Test
    void aProviderThatGoesIsLeftBeforeItClosesAndComesBackToUse() {
        TestNode a = node(1);
        TestNode b = node(2);
        meet(a, b);
        world.seconds(20);
        TransportProvider own = b.transport;

        b.core.removeTransport(own);
        world.run();
        assertThat(b.session().transport()).isEqualTo("webrtc");
        assertThat(direct.closed).isZero();
        world.advance(Duration.ofMillis(100));
        assertThat(direct.closed).isEqualTo(1);
        b.core.addTransport(own, "direct", 0);
        world.advance(Duration.ofMillis(2500));
        assertThat(b.session().transport()).isEqualTo("webrtc");
        world.seconds(2);

        assertThat(b.session().transport()).isEqualTo("direct");
        assertOneLinkOneSession(a, b);
        assertThat(a.events).doesNotContain("relinked", "interrupted");
        assertThat(b.events).doesNotContain("relinked", "interrupted");
    }

    @Test
    void aProviderThatGoesClosesInTimeThoughNoLinkComesAbout() {
        TestNode a = node(1);
        TestNode b = node(2);
        meet(a, b);
        world.seconds(20);
        webrtc.down = true;

        b.core.removeTransport(b.transport);
        world.advance(Duration.ofMillis(900));
        assertThat(direct.closed).isZero();
        assertThat(b.session().linked()).isTrue();
        world.advance(Duration.ofMillis(200));
        assertThat(direct.closed).isEqualTo(1);
        assertThat(b.events).contains("interrupted");
        webrtc.down = false;
        world.seconds(30);
        assertOneLinkOneSession(a, b);
    }

    private TestNode[] onTheWorseOne(Limits limits) {
        direct.down = true;
        TestNode a = node(1, limits);
        TestNode b = node(2, limits);
        meet(a, b);
        world.seconds(1);
        assertThat(a.session().transport()).isEqualTo("webrtc");
        return new TestNode[] {a, b};
    }

    @Test
    void aBetterOneThatDoesNotWorkIsTriedEverMoreSeldom() {
        TestNode[] both = onTheWorseOne(Limits.DEFAULT);
        world.seconds(3600);
        int hour = direct.offered;
        world.seconds(3600);

        assertThat(hour).isBetween(7, 16);
        assertThat(direct.offered - hour).isBetween(3, 9);
        direct.down = false;
        world.seconds(800);
        assertThat(both[0].session().transport()).isEqualTo("direct");
        assertOneLinkOneSession(both[0], both[1]);
        assertThat(both[0].events).doesNotContain("relinked", "interrupted");
    }

    @Test
    void aBetterOneForWhichTheOtherSideHasNoTimeIsNotAskedForAgainAndAgain() {
        DialLimits dial = DialLimits.DEFAULT;
        DialLimits one = new DialLimits(20, 1, 5, dial.timeout(), dial.courtesy(), dial.redial(), dial.redialCap());
        TestNode a = world.bare(world.keys.create(1, 1), Limits.DEFAULT);
        a.core.addSignaling(a.signaling, SignalingProvider.SCOPE_LAN, 0);
        a.core.addTransport(webrtc.provider(), "webrtc", 10);
        TestNode b = node(2, Limits.DEFAULT.with(one));
        meet(b, a);
        world.seconds(20);
        webrtc.down = true;
        TestNode third = world.bare(world.keys.create(3, 1), Limits.DEFAULT);
        third.core.addSignaling(third.signaling, SignalingProvider.SCOPE_LAN, 0);
        third.core.addTransport(webrtc.provider(), "webrtc", 10);
        third.core.join(SWARM, true);
        world.seconds(1); // its offer keeps b busy until it times out

        a.core.addTransport(a.transport, "direct", 0);
        world.seconds(5);
        assertThat(a.session().transport()).isEqualTo("webrtc");
        assertThat(direct.offered).isEqualTo(1);
        third.die(world);
        world.seconds(120);
        assertThat(a.session().transport()).isEqualTo("direct");
        assertThat(a.events).doesNotContain("relinked", "interrupted");
    }

    @Test
    void whatHasGoneSinceTheRaceBeganIsNotOffered() {
        direct.down = true;
        TestNode a = node(1);
        TestNode b = world.bare(world.keys.create(2, 1), Limits.DEFAULT);
        TransportProvider second = webrtc.provider();
        b.core.addSignaling(b.signaling, SignalingProvider.SCOPE_LAN, 0);
        b.core.addTransport(b.transport, "direct", 0);
        b.core.addTransport(second, "webrtc", 10);
        meet(a, b);
        world.advance(Duration.ofMillis(100));
        assertThat(direct.offered).isEqualTo(1);

        b.core.removeTransport(second);
        world.seconds(5);
        assertThat(webrtc.offered).isZero();
    }

    @Test
    void nothingIsTriedForLongOnANetworkThatIsPaidFor() {
        MoveLimits move = MoveLimits.DEFAULT;
        Limits metered = Limits.DEFAULT.with(new MoveLimits(
                move.preference(),
                move.stagger(),
                move.settle(),
                move.again(),
                move.cap(),
                move.drain(),
                NetworkClass.METERED));
        onTheWorseOne(metered);
        world.seconds(60);
        int offered = direct.offered;
        world.seconds(7200);

        assertThat(direct.offered).isEqualTo(offered);
    }

    @Test
    void aBetterLinkThatNeverLastsIsLeftAlone() {
        TestNode a = node(1);
        TestNode b = node(2);
        meet(a, b);
        int moves = 0;
        for (int second = 0; second < 1800; second++) {
            world.seconds(1);
            if (direct.open() > 0) {
                moves++;
                direct.lastPair()[0].cut();
            }
        }

        assertThat(moves).isBetween(3, 12);
        assertThat(a.session().linked()).isTrue();
        assertThat(a.session().transport()).isEqualTo("webrtc");
    }
}
