// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.rarest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.testkit.sync.SketchedPeer;
import org.skerry.testkit.sync.SketchedSwarm;
import org.skerry.testkit.sync.SyncStrategyContract;

class RarestFirstStrategyTest extends SyncStrategyContract {

    private static final int CHUNK = 32 * 1024;
    private static final long PLENTY = 1L << 40;

    private final SketchedSwarm swarm = new SketchedSwarm();
    private final SyncStrategy strategy = newStrategy();

    @Override
    protected SyncStrategy newStrategy() {
        return new RarestFirstStrategy(new RarestSettings(4, 8));
    }

    @Override
    protected Set<String> packagesOfStrategy() {
        return Set.of("org.skerry.sync.rarest.internal");
    }

    @Test
    void theRarestComesFirst() {
        SketchedPeer a = swarm.peer(1e6, 1, PLENTY);
        SketchedPeer b = swarm.peer(1e6, 1, PLENTY);
        SketchedPeer c = swarm.peer(1e6, 1, PLENTY);
        swarm.want(CHUNK).holders(a, b, c);
        swarm.want(CHUNK).holders(a, b);
        swarm.want(CHUNK).holders(c);
        List<String> answer = swarm.askInWords(strategy, 10, 1);
        assertThat(answer.get(0)).isEqualTo("2→2");
        assertThat(answer.get(1)).startsWith("1→");
        assertThat(answer.get(2)).startsWith("0→");
    }

    @Test
    void chanceDecidesAmongTheEquallyRareAndAmongTheFirstFour() {
        SketchedPeer a = swarm.peer(1e6, 1, PLENTY);
        SketchedPeer b = swarm.peer(1e6, 1, PLENTY);
        for (int i = 0; i < 50; i++) {
            swarm.want(CHUNK).holders(a, b);
        }
        swarm.want(CHUNK).holders(a);
        assertThat(firstPicks()).as("the rarest is always first").containsExactly("50");
        swarm.progress(0, 1000);
        assertThat(firstPicks()).as("the first chunks are random").hasSizeGreaterThan(10);
    }

    private Set<String> firstPicks() {
        Set<String> picks = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            picks.add(swarm.askInWords(strategy, 1, seed).get(0).split("→")[0]);
        }
        return picks;
    }

    @Test
    void peersAreUsedInProportionToTheirRate() {
        SketchedPeer fast = swarm.peer(9e6, 1, PLENTY);
        SketchedPeer slow = swarm.peer(1e6, 1, PLENTY);
        for (int i = 0; i < 1000; i++) {
            swarm.want(CHUNK).holders(fast, slow);
        }
        List<String> answer = swarm.askInWords(strategy, 1000, 1);
        assertThat(answer.stream().filter(one -> one.endsWith("→0")).count()).isBetween(880L, 920L);
    }

    @Test
    void whatIsPendingAndTheWayThereCount() {
        SketchedPeer busy = swarm.peer(2e6, 1, PLENTY, 10_000_000);
        SketchedPeer far = swarm.peer(2e6, 20_000, PLENTY);
        SketchedPeer free = swarm.peer(1e6, 1, PLENTY);
        swarm.want(CHUNK).holders(busy, far, free);
        assertThat(swarm.askInWords(strategy, 1, 1)).containsExactly("0→2");
    }

    @Test
    void aPeerOfUnknownRateGetsOneTry() {
        SketchedPeer known = swarm.peer(5e6, 1, PLENTY);
        SketchedPeer unknown = swarm.peer(0, 0, PLENTY);
        for (int i = 0; i < 20; i++) {
            swarm.want(CHUNK).holders(known, unknown);
        }
        List<String> answer = swarm.askInWords(strategy, 20, 1);
        assertThat(answer.stream().filter(one -> one.endsWith("→1"))).hasSize(1);
    }

    @Test
    void peersOfUnknownRateAloneShareTheLoad() {
        SketchedPeer a = swarm.peer(0, 0, PLENTY);
        SketchedPeer b = swarm.peer(0, 0, PLENTY);
        for (int i = 0; i < 20; i++) {
            swarm.want(CHUNK).holders(a, b);
        }
        List<String> answer = swarm.askInWords(strategy, 20, 1);
        assertThat(answer.stream().filter(one -> one.endsWith("→1"))).hasSize(10);
    }

    @Test
    void newChunksComeBeforeSecondAsksInTheEndgame() {
        SketchedPeer a = swarm.peer(1e6, 1, PLENTY);
        SketchedPeer b = swarm.peer(1e6, 1, PLENTY);
        swarm.want(CHUNK).holders(a, b).alreadyAsked(a);
        swarm.want(CHUNK).holders(a, b);
        swarm.progress(50, 2);
        List<String> answer = swarm.askInWords(strategy, 10, 1);
        assertThat(answer).hasSize(2);
        assertThat(answer.get(0)).startsWith("1→");
        assertThat(answer.get(1)).isEqualTo("0→1");
    }

    @Test
    void aWrongConfigurationNamesPidAndKey() {
        assertThatThrownBy(() -> new RarestSettings(4, 65))
                .hasMessage("org.skerry.sync.rarest: 65 is not within 0 to 64; correct 'endgame.chunks' in etc/"
                        + "org.skerry.sync.rarest.cfg");
        assertThatThrownBy(() -> new RarestSettings(-1, 8)).hasMessageContaining("random.first");
    }
}
