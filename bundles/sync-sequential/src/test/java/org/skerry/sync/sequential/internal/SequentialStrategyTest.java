// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.sequential.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.testkit.sync.SketchedPeer;
import org.skerry.testkit.sync.SketchedSwarm;
import org.skerry.testkit.sync.SyncStrategyContract;

class SequentialStrategyTest extends SyncStrategyContract {

    private static final int CHUNK = 32 * 1024;
    private static final long PLENTY = 1L << 40;

    private final SketchedSwarm swarm = new SketchedSwarm();
    private final SyncStrategy strategy = newStrategy();

    @Override
    protected SyncStrategy newStrategy() {
        return new SequentialStrategy(new SequentialSettings(8));
    }

    @Override
    protected Set<String> packagesOfStrategy() {
        return Set.of("org.skerry.sync.sequential.internal");
    }

    @Test
    void chunksComeInContentOrderWhoeverHasThem() {
        SketchedPeer a = swarm.peer(1e6, 1, PLENTY);
        SketchedPeer b = swarm.peer(5e6, 1, PLENTY);
        for (int i = 0; i < 30; i++) {
            swarm.want(CHUNK).holders(i % 4 == 0 ? new SketchedPeer[] {a} : new SketchedPeer[] {a, b});
        }
        List<String> answer = swarm.askInWords(strategy, 20, 1);
        assertThat(answer).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(answer.get(i)).startsWith(i + "→");
        }
    }

    @Test
    void theFirstChunkComesFromTheFastest() {
        SketchedPeer slow = swarm.peer(1e6, 1, PLENTY);
        SketchedPeer fast = swarm.peer(5e6, 1, PLENTY);
        swarm.want(CHUNK).holders(slow, fast);
        assertThat(swarm.askInWords(strategy, 1, 1)).containsExactly("0→1");
    }

    @Test
    void aPeerWithALongQueueIsNotTheFastest() {
        SketchedPeer busy = swarm.peer(5e6, 1, PLENTY, 50_000_000);
        SketchedPeer free = swarm.peer(1e6, 1, PLENTY);
        swarm.want(CHUNK).holders(busy, free);
        assertThat(swarm.askInWords(strategy, 1, 1)).containsExactly("0→1");
    }

    @Test
    void aWrongConfigurationNamesPidAndKey() {
        assertThatThrownBy(() -> new SequentialSettings(-1))
                .hasMessage("org.skerry.sync.sequential: -1 is not within 0 to 64; correct 'endgame.chunks' in etc/"
                        + "org.skerry.sync.sequential.cfg");
    }
}
