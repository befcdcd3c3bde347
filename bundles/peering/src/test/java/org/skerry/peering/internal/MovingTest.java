// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.PeerInfo;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.world.FakeLink;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.session.Session;
import org.skerry.spi.transport.Lane;

/** One session over changing links: links that will not last are left while they work. */
class MovingTest {

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
        world.seconds(20);
        a.events.clear();
        b.events.clear();
    }

    private FakeLink end(TestNode node) {
        FakeLink[] pair = world.transports.lastPair();
        return node == b ? pair[0] : pair[1]; // b seeks, so the first one was offered by b
    }

    private void send(TestNode node, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(node.session().send(Lane.DATA, Frames.data(i)).toCompletableFuture())
                    .isNotCompletedExceptionally();
        }
    }

    private static List<Long> ids(TestNode node) {
        return node.received.stream().map(Frames::requestId).toList();
    }

    private static List<Long> upTo(int end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void aLinkThatWillNotLastIsReplacedWhileItWorks() {
        Session session = a.session();
        end(a).retire();
        world.run();

        assertThat(world.transports.offered).isEqualTo(2);
        assertThat(world.transports.links.get(0)).allMatch(FakeLink::isClosed);
        assertThat(world.transports.lastPair()).noneMatch(FakeLink::isClosed);
        assertThat(a.events).isEmpty();
        assertThat(b.events).isEmpty();
        assertThat(session.linked()).isTrue();
        world.seconds(120);
        assertThat(world.transports.offered).isEqualTo(2);
    }

    @Test
    void theHigherIdMayBeTheOnlyOneThatKnows() {
        end(b).retire();
        world.seconds(1);

        assertThat(world.transports.offered).isEqualTo(2);
        assertThat(world.transports.open()).isEqualTo(1);
        assertThat(a.events).isEmpty();
        assertThat(b.events).isEmpty();
    }

    @Test
    void bothMayKnowAtOnce() {
        end(a).retire();
        world.transports.lastPair()[0].retire();
        world.seconds(5);

        assertThat(world.transports.open()).isEqualTo(1);
        assertThat(a.events).isEmpty();
        assertThat(b.events).isEmpty();
        assertThat(world.transports.offered).isEqualTo(2);
    }

    @Test
    void nothingIsLostNorDoubledNorOutOfOrderThoughTheOldLinkIsSlow() {
        for (FakeLink end : world.transports.lastPair()) {
            end.delay = Duration.ofMillis(400);
        }
        send(a, 0, 50);
        send(b, 0, 50);
        end(a).retire();
        world.advance(Duration.ofMillis(100));
        assertThat(world.transports.links).hasSize(2);
        send(a, 50, 100);
        send(b, 50, 100);
        world.run();
        assertThat(a.received).isEmpty();

        world.seconds(2);
        assertThat(ids(a)).isEqualTo(upTo(100));
        assertThat(ids(b)).isEqualTo(upTo(100));
        assertThat(a.events).containsOnly("received");
        assertThat(b.events).containsOnly("received");
        assertThat(world.transports.open()).isEqualTo(1);
    }

    @Test
    void whatDoesNotComeOverTheOldLinkIsToldAsALoss() {
        send(a, 0, 3);
        world.run();
        for (FakeLink end : world.transports.lastPair()) {
            end.silent = true;
        }
        send(a, 3, 6);
        end(a).retire();
        world.run();
        assertThat(b.events).containsOnly("received");

        world.advance(Duration.ofMillis(1100));
        assertThat(a.events).containsExactly("relinked");
        assertThat(b.events).endsWith("relinked").doesNotContain("interrupted");
        send(a, 6, 9);
        world.run();
        assertThat(ids(b)).containsExactly(0L, 1L, 2L, 6L, 7L, 8L);
        assertThat(world.transports.open()).isEqualTo(1);
    }

    @Test
    void aLinkForShorterFramesIsANewBeginning() {
        world.transports.tamper = pair -> pair[0].longest = 20 << 10;
        end(a).retire();
        world.run();

        assertThat(a.events).containsExactly("relinked");
        assertThat(a.session().maxMessageBytes()).isEqualTo(20 << 10);
        assertThat(world.transports.open()).isEqualTo(1);
    }

    @Test
    void whileThereIsNoOtherWayTheSessionStaysWhereItIsAndDialsNowAndThen() {
        world.transports.refuses = true;
        int before = world.transports.offered;
        end(a).retire();
        world.seconds(60);

        assertThat(a.events).isEmpty();
        assertThat(a.session().linked()).isTrue();
        assertThat(world.transports.offered - before).isBetween(3, 20);
        world.transports.refuses = false;
        world.seconds(60);
        assertThat(a.events).isEmpty();
        assertThat(world.transports.links).hasSize(2);
        assertThat(world.transports.links.get(0)).allMatch(FakeLink::isClosed);
    }

    @Test
    void thirtyMovesCostNoReputationAndNoPause() {
        for (int i = 0; i < 30; i++) {
            world.transports.lastPair()[i % 2].retire();
            world.seconds(1);
        }

        assertThat(world.transports.links).hasSize(31);
        assertThat(world.transports.open()).isEqualTo(1);
        assertThat(a.events).isEmpty();
        assertThat(b.events).isEmpty();
        assertThat(a.stateOf(b)).isEqualTo(PeerInfo.State.CONNECTED);
    }

    @Test
    void aMoveInTheMiddleOfAMoveIsANewBeginning() {
        for (FakeLink end : world.transports.lastPair()) {
            end.delay = Duration.ofMillis(900);
        }
        send(a, 0, 5);
        end(a).retire();
        world.advance(Duration.ofMillis(100));
        world.transports.lastPair()[0].retire();
        world.seconds(1);

        assertThat(a.events).contains("relinked").doesNotContain("interrupted", "closed");
        assertThat(world.transports.open()).isEqualTo(1);
        assertThat(a.session().linked()).isTrue();
    }

    @Test
    void nothingMayFollowTheLastFrameOfALane() {
        end(b).send(Lane.DATA, Frames.of(0x07, true, new byte[0]))
                .toCompletableFuture()
                .join();
        world.run();
        assertThat(a.events).isEmpty();
        end(b).send(Lane.DATA, Frames.data(1)).toCompletableFuture().join();
        world.run();

        assertThat(a.closings).containsExactly("frame of type 37 after the last one");
        assertThat(b.closings).hasSize(1);
    }

    @Test
    void whoSaysThatItMovesAndDoesNotIsHeldToIt() {
        FakeLink mine = end(b);
        mine.send(Lane.CONTROL, Frames.of(0x07, true, new byte[0]))
                .toCompletableFuture()
                .join();
        mine.send(Lane.CONTROL, Frames.of(0x07, true, new byte[0]))
                .toCompletableFuture()
                .join();
        world.run();

        assertThat(a.closings).hasSize(1);
    }

    /** The lower id chooses a link, and another one before the higher id has heard of the first choice. */
    private FakeLink[] chooseTwice(boolean holdTheSecond) {
        FakeLink[] of = new FakeLink[2]; // the ends of the lower id
        world.transports.tamper = pair -> (of[0] = pair[1]).passes = 1; // HELLO, but neither AUTH nor USE
        end(b).retire();
        world.advance(Duration.ofMillis(600));
        world.transports.tamper = pair -> {
            of[1] = pair[0];
            pair[0].passes = holdTheSecond ? 1 : Integer.MAX_VALUE;
        };
        of[0].retire();
        world.advance(Duration.ofMillis(10));
        assertThat(world.transports.links).hasSize(3);
        return of;
    }

    @Test
    void aChoiceThatIsHeardOfAfterALaterOneIsVoid() {
        FakeLink[] of = chooseTwice(false);
        assertThat(of[1].isClosed()).isFalse();
        b.events.clear();
        of[0].release();
        world.seconds(20);

        assertThat(of[1].isClosed()).isFalse();
        assertThat(world.transports.open()).isEqualTo(1);
        assertThat(world.transports.links).hasSize(3);
        assertThat(b.events).doesNotContain("interrupted");
    }

    @Test
    void aLinkThatMayHaveBeenChosenIsNotClosedByTheHigherId() {
        FakeLink[] of = chooseTwice(true);
        of[0].release();
        world.run();
        of[1].release();
        world.seconds(20);

        assertThat(of[1].isClosed()).isFalse();
        assertThat(of[1].other().isClosed()).isFalse();
        assertThat(world.transports.open()).isEqualTo(1);
        assertThat(world.transports.links).hasSize(3);
        assertThat(a.session().linked()).isTrue();
    }

    @Test
    void bytesOfALinkThatDrainsCount() {
        end(a).retire();
        send(a, 0, 10);
        world.seconds(3);

        long out = a.core.peers().get(0).bytesOut();
        long in = b.core.peers().get(0).bytesIn();
        assertThat(in).isEqualTo(out);
    }
}
