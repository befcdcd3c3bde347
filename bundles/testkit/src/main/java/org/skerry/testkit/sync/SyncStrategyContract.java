// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.skerry.spi.sync.Assignment;

/**
 * What every sync strategy has to do. Extend it and say how a strategy is made; each failure names the sentence of
 * {@link org.skerry.spi.sync} that is broken. Override {@link #packagesOfStrategy} if you can: without it, a test is skipped.
 */
public abstract class SyncStrategyContract extends StrategyPurityContract {

    /** {@return the most chunks that may be missing for a chunk to be asked of a second peer; 0 if that never happens} */
    protected int endgame() {
        return 8;
    }

    /** What holds for any answer. */
    private static void check(SketchedSwarm swarm, List<Assignment> answer, int budget) {
        assertThat(answer.size())
                .as("SyncStrategy.next: \"budget: at most so many assignments\"")
                .isLessThanOrEqualTo(budget);
        Set<String> pairs = new HashSet<>();
        Map<SketchedPeer, Long> asked = new HashMap<>();
        for (Assignment assignment : answer) {
            SketchedWant want = swarm.want(assignment);
            SketchedPeer peer = swarm.peer(assignment);
            assertThat(pairs.add(want + " " + peer))
                    .as("SyncStrategy.next: \"each pair of chunk and peer at most once\": %s", assignment)
                    .isTrue();
            assertThat(want.heldBy(peer))
                    .as("SyncStrategy.next: \"each peer only for what it has\": %s", assignment)
                    .isTrue();
            assertThat(want.askedOf(peer))
                    .as(
                            "Want.askedOf: \"was asked for it already and has not answered\", so it is not asked"
                                    + " again: %s",
                            assignment)
                    .isFalse();
            asked.merge(peer, (long) want.length(), Long::sum);
        }
        asked.forEach((peer, bytes) -> assertThat(bytes)
                .as("SyncStrategy.next: \"within its PeerView.room()\": %s", peer)
                .isLessThanOrEqualTo(peer.room()));
    }

    private List<Assignment> askAndCheck(SketchedSwarm swarm, int budget) {
        List<Assignment> answer;
        try {
            answer = swarm.ask(strategy, budget, 1);
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "SyncStrategy: \"A pure function\", which has an answer to every view, but threw " + e, e);
        }
        check(swarm, answer, budget);
        return answer;
    }

    @Test
    void nothingWantedOrNobodyThereIsAnsweredByNothing() {
        SketchedSwarm swarm = new SketchedSwarm();
        assertThat(askAndCheck(swarm, 10))
                .as("SyncStrategy.next: \"what is wanted and who has it\": nothing and nobody")
                .isEmpty();
        SketchedPeer peer = swarm.peer(1e6, 10, PLENTY);
        assertThat(askAndCheck(swarm, 10))
                .as("SyncStrategy.next: \"what is wanted and who has it\": nothing is wanted")
                .isEmpty();
        SketchedSwarm alone = new SketchedSwarm();
        alone.want(CHUNK);
        assertThat(askAndCheck(alone, 10))
                .as("SyncStrategy.next: \"what is wanted and who has it\": nobody is there")
                .isEmpty();
        swarm.want(CHUNK).holders(peer);
        assertThat(askAndCheck(swarm, 0))
                .as("SyncStrategy.next: \"budget: at most so many assignments\", here 0")
                .isEmpty();
        assertThat(askAndCheck(swarm, 1))
                .as("SyncStrategy.next: \"what to ask of whom\"; there is one chunk and one peer")
                .hasSize(1);
    }

    @Test
    void everythingIsAssignedWhenThereIsRoom() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer one = swarm.peer(1e6, 10, PLENTY);
        SketchedPeer unknown = swarm.peer(0, 0, PLENTY);
        for (int i = 0; i < 100; i++) {
            swarm.want(CHUNK).holders(i % 3 == 0 ? unknown : one);
        }
        assertThat(askAndCheck(swarm, 1000))
                .as("SyncStrategy.next: \"what to ask of whom\": what someone has and has room for is asked")
                .hasSize(100);
    }

    @Test
    void whatNobodyHasIsNotAsked() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer peer = swarm.peer(1e6, 10, PLENTY);
        swarm.want(CHUNK);
        SketchedWant held = swarm.want(CHUNK).holders(peer);
        assertThat(askAndCheck(swarm, 10))
                .as("SyncStrategy.next: \"each peer only for what it has\"")
                .extracting(Assignment::chunk)
                .containsExactly(held.chunk());
    }

    @Test
    void theRulesHoldInLargeSwarmsOfEveryKind() {
        for (long room : new long[] {0, 1, CHUNK, 20 * CHUNK, PLENTY}) {
            for (int budget : new int[] {1, 17, 5000}) {
                askAndCheck(large(1000, 12, room, room + budget), budget);
            }
        }
    }

    @Test
    void roomOfOnePeerDoesNotKeepOthersFromBeingAsked() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer fast = swarm.peer(9e6, 1, CHUNK);
        SketchedPeer slow = swarm.peer(1e6, 50, 3 * CHUNK);
        for (int i = 0; i < 4; i++) {
            swarm.want(CHUNK).holders(fast, slow);
        }
        assertThat(askAndCheck(swarm, 10))
                .as("PeerView.room: \"how many bytes more may be asked of it now\", of all peers together")
                .hasSize(4);
    }

    @Test
    void aChunkThatFitsNoRoomDoesNotHoldUpSmallerOnes() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer peer = swarm.peer(1e6, 1, CHUNK);
        swarm.want(2 * CHUNK).holders(peer);
        SketchedWant small = swarm.want(CHUNK).holders(peer);
        assertThat(askAndCheck(swarm, 10))
                .as("PeerView.room: \"how many bytes more may be asked of it now\"; the second chunk fits")
                .extracting(Assignment::chunk)
                .containsExactly(small.chunk());
    }

    @Test
    void urgentWantsComeFirst() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer peer = swarm.peer(1e6, 10, PLENTY);
        SketchedPeer other = swarm.peer(2e6, 10, PLENTY);
        for (int i = 0; i < 50; i++) {
            swarm.want(CHUNK).holders(peer);
        }
        SketchedWant page = swarm.want(CHUNK).holders(peer, other).makeUrgent();
        SketchedWant second = swarm.want(CHUNK).holders(peer, other).makeUrgent();
        assertThat(askAndCheck(swarm, 10).subList(0, 2))
                .as("Want.urgent: \"ask for them first\"")
                .extracting(Assignment::chunk)
                .containsExactly(page.chunk(), second.chunk());
    }

    @Test
    void outsideTheEndgameNoChunkIsAskedTwice() {
        SketchedSwarm swarm = large(300, 10, PLENTY, 3);
        SketchedPeer[] all = swarm.peers().toArray(SketchedPeer[]::new);
        for (int i = 0; i < 300; i += 2) {
            SketchedWant want = swarm.wants().get(i);
            want.holders(all).alreadyAsked(all[i % 10]);
        }
        List<Assignment> answer = askAndCheck(swarm, 5000);
        assertThat(answer)
                .as("Want.asked: \"number of peers that were asked for it and have not answered\": not asked again"
                        + " before the endgame")
                .allSatisfy(
                        assignment -> assertThat(swarm.want(assignment).asked()).isZero());
        assertThat(answer)
                .as("Want.asked: \"0 unless this is the endgame\"; so each chunk is asked of one peer")
                .extracting(Assignment::chunk)
                .doesNotHaveDuplicates();
    }

    @Test
    void inTheEndgameOthersAreAskedToo() {
        Assumptions.assumeTrue(endgame() > 0, "this strategy asks nobody twice");
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer asked = swarm.peer(1e6, 10, PLENTY);
        SketchedPeer idle = swarm.peer(1e6, 10, PLENTY);
        SketchedPeer without = swarm.peer(5e6, 10, PLENTY);
        SketchedWant last = swarm.want(CHUNK).holders(asked, idle).alreadyAsked(asked);
        swarm.progress(1000, endgame());
        assertThat(swarm.askInWords(strategy, 10, 1))
                .as(
                        "Want.asked: \"0 unless this is the endgame\", in which one is asked that has it and was not"
                                + " asked (not %s)",
                        without)
                .containsExactly(last.position() + "→" + idle.index());
        swarm.progress(1000, endgame() + 1);
        assertThat(askAndCheck(swarm, 10))
                .as("Want.asked: \"0 unless this is the endgame\", which it is not yet")
                .isEmpty();
    }

    @Test
    void extremeNumbersDoNoHarm() {
        SketchedSwarm swarm = new SketchedSwarm();
        SketchedPeer a = swarm.peer(Double.MAX_VALUE, 0, Long.MAX_VALUE, Long.MAX_VALUE);
        SketchedPeer b = swarm.peer(Double.MIN_VALUE, 1e9, Long.MAX_VALUE, 0);
        SketchedPeer c = swarm.peer(1e6, 10, -5, 10);
        for (int i = 0; i < 100; i++) {
            swarm.want(1 << 20).holders(a, b, c);
        }
        swarm.progress(0, 0);
        assertThat(askAndCheck(swarm, 100))
                .as("PeerView.room: \"how many bytes more may be asked of it now\", more than enough here")
                .hasSize(100);
    }
}
