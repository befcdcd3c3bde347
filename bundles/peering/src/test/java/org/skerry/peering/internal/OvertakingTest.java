// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.SwarmId;
import org.skerry.peering.internal.world.FakeLink;
import org.skerry.peering.internal.world.TestNode;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.transport.Lane;

/** Moving when lanes overtake each other, when a link is slow, and when something comes late. */
class OvertakingTest {

    private static final SwarmId SWARM = World.swarm(1);
    private static final int MOVED = 0x07;

    private final World world = new World();
    private TestNode lower;
    private TestNode higher;

    @BeforeEach
    void meet() {
        lower = world.node(1);
        higher = world.node(2);
        lower.core.join(SWARM, false);
        higher.core.join(SWARM, true);
        world.seconds(20);
        lower.events.clear();
        higher.events.clear();
    }

    /** The first link was offered by the higher one, which seeks. */
    private FakeLink endOfLower() {
        return world.transports.links.get(0)[1];
    }

    private static void send(TestNode node, int id) {
        assertThat(node.session().send(Lane.DATA, Frames.data(id)).toCompletableFuture())
                .isNotCompletedExceptionally();
    }

    private static List<Long> ids(TestNode node) {
        return node.received.stream().map(Frames::requestId).toList();
    }

    private static List<Long> upTo(int end) {
        return LongStream.range(0, end).boxed().toList();
    }

    private void assertNothingBroke() {
        assertThat(lower.events).doesNotContain("relinked", "interrupted", "closed");
        assertThat(higher.events).doesNotContain("relinked", "interrupted", "closed");
        assertThat(world.transports.open()).isEqualTo(1);
    }

    @Test
    void dataNeverComesBeforeTheChoiceOfItsLink() {
        world.transports.tamper = pair -> {
            pair[0].controlDelay = Duration.ofMillis(300);
            pair[1].controlDelay = Duration.ofMillis(300);
        };
        endOfLower().retire();
        for (int i = 0; i < 100; i++) {
            world.advance(Duration.ofMillis(20));
            send(lower, i);
            send(higher, i);
        }
        world.seconds(5);

        assertThat(world.transports.links).hasSize(2);
        assertThat(ids(lower)).isEqualTo(upTo(100));
        assertThat(ids(higher)).isEqualTo(upTo(100));
        assertNothingBroke();
    }

    @Test
    void dataThatWaitsCountsAsBufferedAndIsGivenUpWithItsLink() {
        world.transports.tamper = pair -> pair[0].delay = pair[1].delay = Duration.ofMillis(100);
        endOfLower().retire();
        world.advance(Duration.ofMillis(250)); // the lower one has chosen, and not heard a word since
        assertThat(endOfLower().isClosed()).isFalse();
        CompletableFuture<Void> sent =
                lower.session().send(Lane.DATA, Frames.data(1)).toCompletableFuture();
        assertThat(sent).isNotDone();
        assertThat(lower.session().bufferedBytes()).isEqualTo(Frames.data(1).remaining());
        world.transports.lastPair()[0].cut();
        world.run();

        assertThat(sent).isCompletedExceptionally();
        assertThat(lower.session().bufferedBytes()).isZero();
    }

    @Test
    void aLinkThatReturnsNothingFails() {
        endOfLower().careless = true;
        assertThat(lower.session().send(Lane.DATA, Frames.data(1)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void anOldLinkStaysWhileWhatWasSentLeavesIt() {
        endOfLower().perMessage = Duration.ofMillis(100);
        for (int i = 0; i < 50; i++) {
            send(lower, i);
        }
        endOfLower().retire();
        world.advance(Duration.ofMillis(100));
        for (int i = 50; i < 60; i++) {
            send(lower, i);
        }
        world.seconds(10);

        assertThat(world.transports.links).hasSize(2);
        assertThat(ids(higher)).isEqualTo(upTo(60));
        assertNothingBroke();
    }

    @Test
    void aLinkOnWhichTheOtherSideWasNotHeardIsLeftWithoutAWord() {
        FakeLink[] first = new FakeLink[1];
        world.transports.tamper = pair -> (first[0] = pair[1]).controlDelay = Duration.ofMillis(600);
        endOfLower().cut();
        world.advance(Duration.ofMillis(1100)); // it has chosen, and the other side does not know it yet
        assertThat(lower.session().linked()).isTrue();
        assertThat(higher.session().linked()).isFalse();
        world.transports.tamper = pair -> {};
        first[0].retire();
        world.seconds(5);

        assertThat(first[0].isClosed()).isTrue();
        assertThat(first[0].sent).noneMatch(frame -> frame.get(4) == MOVED);
        assertThat(lower.closings).isEmpty();
        assertThat(higher.closings).isEmpty();
        assertThat(lower.session().linked()).isTrue();
        assertThat(higher.session().linked()).isTrue();
        assertThat(world.transports.open()).isEqualTo(1);
    }
}
