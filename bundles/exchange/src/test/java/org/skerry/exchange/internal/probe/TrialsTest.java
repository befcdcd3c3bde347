// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** Providers that work, and such that only seem to. */
class TrialsTest {

    /** A store in a map; subclasses are wrong in one thing. */
    private static class Kept implements ChunkStore {

        final Map<ChunkId, ByteBuffer> all = new HashMap<>();

        @Override
        public CompletionStage<BitSet> has(List<ChunkId> ids) {
            BitSet out = new BitSet();
            for (int i = 0; i < ids.size(); i++) {
                out.set(i, all.containsKey(ids.get(i)));
            }
            return CompletableFuture.completedFuture(out);
        }

        @Override
        public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
            return CompletableFuture.completedFuture(
                    Optional.ofNullable(all.get(id)).map(ByteBuffer::duplicate));
        }

        @Override
        public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
            all.put(id, verified.duplicate());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Boolean> remove(ChunkId id) {
            return CompletableFuture.completedFuture(all.remove(id) != null);
        }

        @Override
        public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Usage usage() {
            throw new UnsupportedOperationException();
        }
    }

    private static String tried(ChunkStore store) {
        return StoreTrial.of(store, new Random(1)).toCompletableFuture().join();
    }

    @Test
    void findsNothingWrongWithAStoreThatWorksAndLeavesNothingInIt() {
        Kept store = new Kept();
        assertThat(tried(store)).isEmpty();
        assertThat(store.all).isEmpty();
    }

    @Test
    void findsAStoreThatForgets() {
        assertThat(tried(new Kept() {
                    @Override
                    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
                        return CompletableFuture.completedFuture(null);
                    }
                }))
                .isEqualTo("it does not tell of a chunk that it was given");
    }

    @Test
    void findsAStoreThatTellsOfWhatItDoesNotGive() {
        assertThat(tried(new Kept() {
                    @Override
                    public CompletionStage<Optional<ByteBuffer>> get(ChunkId id) {
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                }))
                .isEqualTo("it does not give back a chunk that it was given");
    }

    @Test
    void findsAStoreThatGivesOtherBytes() {
        assertThat(tried(new Kept() {
                    @Override
                    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
                        return super.put(id, ByteBuffer.allocate(verified.remaining()));
                    }
                }))
                .isEqualTo("it gives back other bytes than it was given");
    }

    @Test
    void findsAStoreThatRemovesNothing() {
        assertThat(tried(new Kept() {
                    @Override
                    public CompletionStage<Boolean> remove(ChunkId id) {
                        return CompletableFuture.completedFuture(true);
                    }
                }))
                .isEqualTo("it still has a chunk that it was to remove");
    }

    @Test
    void failsAsTheStoreFails() {
        assertThatThrownBy(() -> tried(new Kept() {
                    @Override
                    public CompletionStage<Void> put(ChunkId id, ByteBuffer verified) {
                        return CompletableFuture.failedFuture(new IOException("no disk"));
                    }
                }))
                .hasMessageContaining("no disk");
    }

    private static SyncStrategy always(List<Assignment> answer) {
        return (view, budget) -> answer;
    }

    @Test
    void findsNothingWrongWithAStrategyThatAsksTheOnePeerForTheOneChunk() {
        assertThat(StrategyTrial.of((view, budget) ->
                        List.of(Assignment.of(view.wants().get(0), view.peers().get(0)))))
                .isEmpty();
    }

    @Test
    void findsAStrategyThatAsksNobody() {
        assertThat(StrategyTrial.of(always(List.of()))).isEqualTo("it asks nobody for a chunk that a peer has");
    }

    @Test
    void findsAStrategyThatAsksTwice() {
        SyncStrategy twice = (SwarmView view, int budget) -> {
            Want want = view.wants().get(0);
            PeerView peer = view.peers().get(0);
            return List.of(Assignment.of(want, peer), Assignment.of(want, peer));
        };
        assertThat(StrategyTrial.of(twice)).startsWith("it asks for what is not wanted");
    }

    @Test
    void looksAtTheSameChunkAndPeer() {
        assertThat(StrategyTrial.of((view, budget) -> {
                    assertThat(budget).isEqualTo(1);
                    assertThat(view.peers().get(0).id()).isEqualTo(PeerId.of(new byte[32]));
                    return List.of(
                            Assignment.of(view.wants().get(0), view.peers().get(0)));
                }))
                .isEmpty();
    }
}
