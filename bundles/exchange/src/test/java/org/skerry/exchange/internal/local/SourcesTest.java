// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ChunkSource;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.store.Cursor;
import org.skerry.spi.store.Page;
import org.skerry.spi.store.Usage;

class SourcesTest {

    private static final ChunkId A = ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {1}));
    private static final ChunkId B = ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {2}));
    private static final SwarmId ONE = SwarmId.ofRoot(A);
    private static final SwarmId OTHER = SwarmId.ofRoot(B);

    private final Sources sources = new Sources();

    /** Says the same to every question; null for a source that throws. */
    private record Fixed(Map<ChunkId, ChunkRead> chunks) implements ChunkSource {

        @Override
        public CompletionStage<BitSet> has(List<ChunkId> ids) {
            BitSet bits = new BitSet();
            for (int i = 0; i < ids.size(); i++) {
                bits.set(i, chunks.get(ids.get(i)) instanceof ChunkRead.Found);
            }
            return CompletableFuture.completedFuture(bits);
        }

        @Override
        public CompletionStage<ChunkRead> read(ChunkId id) {
            return CompletableFuture.completedFuture(chunks.getOrDefault(id, new ChunkRead.Missing()));
        }
    }

    /** A source whose provider has gone. */
    private static final class Broken implements ChunkSource {

        @Override
        public CompletionStage<BitSet> has(List<ChunkId> ids) {
            throw new IllegalStateException("gone");
        }

        @Override
        public CompletionStage<ChunkRead> read(ChunkId id) {
            return CompletableFuture.failedFuture(new IllegalStateException("gone"));
        }
    }

    /** A store with one chunk. */
    private record One(ChunkId id) implements ChunkStore {

        @Override
        public CompletionStage<BitSet> has(List<ChunkId> ids) {
            return new Fixed(Map.of(id, found(7))).has(ids);
        }

        @Override
        public CompletionStage<Optional<ByteBuffer>> get(ChunkId asked) {
            return CompletableFuture.completedFuture(Optional.of(
                            ByteBuffer.wrap(new byte[] {(byte) (id.equals(A) ? 1 : 2)}))
                    .filter(it -> asked.equals(id)));
        }

        @Override
        public CompletionStage<Void> put(ChunkId asked, ByteBuffer verified) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Boolean> remove(ChunkId asked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Page> scan(Optional<Cursor> after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Usage usage() {
            return Usage.of(1, 1);
        }
    }

    private static ChunkRead found(int content) {
        return new ChunkRead.Found(ByteBuffer.wrap(new byte[] {(byte) content}));
    }

    private ChunkRead read(SwarmId swarm, ChunkId id) {
        return sources.read(swarm, id).toCompletableFuture().join();
    }

    private BitSet has(SwarmId swarm, ChunkId... ids) {
        return sources.has(swarm, List.of(ids)).toCompletableFuture().join();
    }

    @Test
    void whatBelongsToAnotherSwarmIsNotServed() {
        sources.add(Sources.Kind.SHARE, OTHER, new Fixed(Map.of(A, found(1))));
        sources.add(Sources.Kind.ACQUISITION, OTHER, new Fixed(Map.of(B, found(2))));
        assertThat(read(ONE, A)).isEqualTo(new ChunkRead.Missing());
        assertThat(read(ONE, B)).isEqualTo(new ChunkRead.Missing());
        assertThat(has(ONE, A, B).isEmpty()).isTrue();
        assertThat(read(OTHER, A)).isEqualTo(found(1));
        assertThat(has(OTHER, A, B).cardinality()).isEqualTo(2);
    }

    @Test
    void sharesComeFirstThenAcquisitionsThenStores() {
        Fixed share = new Fixed(Map.of(A, found(1)));
        Fixed acquisition = new Fixed(Map.of(A, found(2)));
        One store = new One(A);
        sources.addStore(store, 0, 1);
        sources.add(Sources.Kind.ACQUISITION, ONE, acquisition);
        sources.add(Sources.Kind.SHARE, ONE, share);
        assertThat(read(ONE, A)).isEqualTo(found(1));
        sources.remove(share);
        assertThat(read(ONE, A)).isEqualTo(found(2));
        sources.remove(acquisition);
        assertThat(read(ONE, A)).isEqualTo(found(1));
        sources.removeStore(store);
        assertThat(read(ONE, A)).isEqualTo(new ChunkRead.Missing());
    }

    @Test
    void aSourceThatFailsOrWasChangedIsFollowedByTheNext() {
        ChunkRead changed = new ChunkRead.Changed("file");
        sources.add(Sources.Kind.SHARE, ONE, new Broken());
        sources.add(Sources.Kind.SHARE, ONE, new Fixed(Map.of(A, changed, B, changed)));
        sources.add(Sources.Kind.ACQUISITION, ONE, new Fixed(Map.of(B, found(2))));
        assertThat(read(ONE, B)).isEqualTo(found(2));
        assertThat(read(ONE, A)).as("changed tells more than missing").isEqualTo(changed);
        assertThat(has(ONE, A, B).cardinality()).isEqualTo(1);
    }

    @Test
    void aTransferTakesFromAllButItself() {
        Fixed own = new Fixed(Map.of());
        Fixed other = new Fixed(Map.of(A, found(1)));
        sources.add(Sources.Kind.ACQUISITION, ONE, own);
        sources.add(Sources.Kind.SHARE, OTHER, other);
        assertThat(sources.others(own)).containsExactly(other);
    }

    @Test
    void storesAreRankedAndMayBeListedByAnyThread() throws InterruptedException {
        One low = new One(A);
        One high = new One(B);
        sources.addStore(low, 0, 1);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> lists = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                while (!over.get()) {
                    assertThat(sources.stores()).contains(low);
                }
                lists.complete(null);
            } catch (Throwable thrown) {
                lists.completeExceptionally(thrown);
            }
        });
        reader.start();
        for (int i = 0; i < 20_000; i++) {
            sources.addStore(high, 10, 2);
            assertThat(sources.stores()).containsExactly(high, low);
            sources.removeStore(high);
        }
        over.set(true);
        reader.join();
        assertThat(lists).isCompleted();
    }
}
