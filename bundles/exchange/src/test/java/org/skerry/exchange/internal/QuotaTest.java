// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.CacheException;
import org.skerry.api.CachedContent;
import org.skerry.api.CachedContent.State;
import org.skerry.api.ChunkId;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.spi.session.Conduct;

/** What a gateway keeps for others, when there is not room for all of it. */
class QuotaTest extends NodesCase {

    private static final int CHUNKS = 150;
    private static final int CHUNK = 30_000;

    private final MemoryStore store = new MemoryStore();
    private final TestContent a = TestContent.of(CHUNKS, CHUNK, 1);
    private final TestContent b = TestContent.of(CHUNKS, CHUNK, 2);
    private final TestContent c = TestContent.of(CHUNKS, CHUNK, 3);
    /** Room for two of them and half a one. */
    private final long quota = a.bytes * 5 / 2;

    private TestNode sharer;
    private TestNode gateway;
    private FakeSession toSharer;

    private TestNode node(int number, Map<String, Object> configuration) {
        return new TestNode(number, loop, loop, state.resolve("" + number), Configured.settings(configuration)).bound();
    }

    private TestNode gateway(long bytes) {
        TestNode node = node(3, Map.of("cache_quota", bytes, "cache_recency_s", 1));
        node.exchange.start();
        node.exchange.addStore(store, 0, 5);
        loop.advance(Duration.ofSeconds(1));
        return node;
    }

    @BeforeEach
    void nodes() {
        sharer = node(1, Map.of());
        List.of(a, b, c).forEach(it -> sharer.share(it, false));
        gateway = gateway(quota);
        toSharer = FakeNet.connect(gateway, sharer);
    }

    private void follow(TestContent content, boolean pin) {
        var unused = gateway.exchange.cache().add(content.link(), pin);
        loop.advance(Duration.ofSeconds(10));
    }

    private <T> T now(CompletionStage<T> stage) {
        loop.advance(Duration.ofMillis(1));
        CompletableFuture<T> done = stage.toCompletableFuture();
        assertThat(done).isDone();
        return done.join();
    }

    private CachedContent of(TestContent content) {
        return now(gateway.exchange.cache().list()).stream()
                .filter(it -> it.link().root().equals(content.root))
                .findFirst()
                .orElseThrow();
    }

    private long here(TestContent content) {
        return content.data.stream().filter(store.chunks::containsKey).count();
    }

    /** A node that fetches from the gateway alone. */
    private Transfer read(int number, TestContent content) {
        TestNode reader = node(number, Map.of());
        Transfer transfer = reader.fetch(content.link());
        FakeSession session = FakeNet.connect(reader, gateway);
        loop.advance(Duration.ofSeconds(5));
        assertThat(reader.peering.count(Conduct.BROKEN_PROMISE)).isZero();
        FakeNet.close(session, "has read");
        return transfer;
    }

    private static boolean whole(Transfer transfer) {
        return transfer.ended().toCompletableFuture().getNow(null) instanceof TransferResult.Complete;
    }

    @Test
    void dropsTheLeastRecentlyServedAndStaysWithinTheQuota() {
        follow(a, false);
        follow(b, false);
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
        assertThat(of(b).state()).isEqualTo(State.COMPLETE);
        assertThat(whole(read(4, a))).isTrue();
        follow(c, false);
        assertThat(here(c)).isEqualTo(CHUNKS);
        assertThat(here(a)).isEqualTo(CHUNKS);
        assertThat(here(b)).isBetween(1L, CHUNKS - 1L);
        assertThat(of(b).state()).isEqualTo(State.PARTIAL);
        long left = b.data.stream()
                .filter(store.chunks::containsKey)
                .mapToLong(it -> b.chunks.get(it).remaining())
                .sum();
        assertThat(of(b).bytesHere()).isEqualTo(left);
        assertThat(of(a).lastServed()).isPresent();
        assertThat(store.most).isLessThanOrEqualTo(quota);
    }

    @Test
    void dropsWhatWasStoredFirstIfNothingWasServed() {
        follow(a, false);
        follow(b, false);
        follow(c, false);
        assertThat(here(a)).isLessThan(CHUNKS);
        assertThat(here(b)).isEqualTo(CHUNKS);
    }

    @Test
    void neverDropsWhatIsPinned() {
        follow(a, true);
        follow(b, false);
        assertThat(whole(read(4, b))).isTrue();
        follow(c, false);
        assertThat(here(a)).isEqualTo(CHUNKS);
        assertThat(here(b)).isLessThan(CHUNKS);
        assertThat(here(c)).isEqualTo(CHUNKS);
        assertThat(of(a).pinned()).isTrue();
        assertThat(store.most).isLessThanOrEqualTo(quota);
    }

    @Test
    void refusesAPinForWhichThereIsNoRoom() {
        follow(a, true);
        follow(b, false);
        follow(c, false);
        assertThat(now(gateway.exchange.cache().pin(b.root, true))).isPresent();
        CompletableFuture<?> refused =
                gateway.exchange.cache().pin(c.root, true).toCompletableFuture();
        loop.advance(Duration.ofMillis(1));
        assertThatThrownBy(refused::join)
                .hasRootCauseInstanceOf(CacheException.class)
                .hasMessageContaining("cannot pin " + c.root)
                .hasMessageContaining("cache.quota is " + quota);
        assertThat(of(c).pinned()).isFalse();
        assertThat(now(gateway.exchange.cache().pin(a.root, false))).isPresent();
        assertThat(now(gateway.exchange.cache().pin(c.root, true))).isPresent();
    }

    @Test
    void whatIsPinnedLeavesNoRoomForWaitsAndGoesOnWhenThereIs() {
        follow(a, true);
        follow(b, true);
        follow(c, false);
        assertThat(of(c).state()).isEqualTo(State.WAITING);
        assertThat(of(c).note()).startsWith("no room").contains("cache.quota is " + quota);
        assertThat(here(c)).isLessThan(CHUNKS / 2);
        assertThat(here(a) + here(b)).isEqualTo(2 * CHUNKS);
        now(gateway.exchange.cache().drop(a.root));
        loop.advance(Duration.ofSeconds(10));
        assertThat(of(c).state()).isEqualTo(State.COMPLETE);
        assertThat(here(b) + here(c)).isEqualTo(2 * CHUNKS);
        assertThat(store.most).isLessThanOrEqualTo(quota);
    }

    @Test
    void aContentThatIsBiggerThanTheQuotaDropsNothing() {
        follow(a, false);
        TestContent big = TestContent.of(4 * CHUNKS, CHUNK, 9);
        sharer.share(big, false);
        follow(big, false);
        assertThat(of(big).state()).isEqualTo(State.WAITING);
        assertThat(here(a)).isEqualTo(CHUNKS);
        gateway.exchange.settings(Configured.settings(Map.of("cache_quota", 0L)));
        loop.advance(Duration.ofSeconds(10));
        assertThat(of(big).state()).isEqualTo(State.COMPLETE);
        assertThat(here(a)).isEqualTo(CHUNKS);
    }

    @Test
    void tellsPeersBeforeChunksGo() {
        follow(b, false);
        follow(a, false);
        TestNode reader = node(4, Map.of());
        Transfer transfer = reader.fetch(b.link());
        FakeSession session = FakeNet.connect(reader, gateway);
        session.other.bytesPerSecond = b.bytes / 10;
        session.bytesPerSecond = b.bytes / 10;
        loop.advance(Duration.ofSeconds(2));
        assertThat(transfer.status().chunksReceived()).isPositive();
        now(gateway.exchange.cache().pin(a.root, true));
        now(gateway.exchange.cache().add(c.link(), true));
        loop.advance(Duration.ofSeconds(20));
        assertThat(here(b)).isLessThan(CHUNKS);
        assertThat(transfer.status().chunksDone()).as("what is left is served").isGreaterThan(CHUNKS / 5);
        assertThat(whole(transfer)).isFalse();
        assertThat(reader.peering.count(Conduct.BROKEN_PROMISE)).isZero();
        FakeNet.connect(reader, sharer);
        loop.advance(Duration.ofSeconds(20));
        assertThat(whole(transfer)).isTrue();
        assertThat(reader.peering.reports.stream().filter(it -> it.conduct() != Conduct.GOOD_CHUNK))
                .isEmpty();
    }

    @Test
    void servesAndFetchesAgainWhatWasDroppedInPart() {
        follow(a, false);
        follow(b, false);
        follow(c, false);
        assertThat(of(a).state()).isEqualTo(State.PARTIAL);
        long before = here(a);
        Transfer transfer = read(4, a);
        assertThat(transfer.status().chunksDone()).isEqualTo(before);
        follow(a, false);
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
        assertThat(here(a)).isEqualTo(CHUNKS);
        assertThat(here(b)).isLessThan(CHUNKS);
        assertThat(store.most).isLessThanOrEqualTo(quota);
    }

    @Test
    void sparesChunksThatWhatIsPinnedNeeds() {
        follow(a, false);
        TestContent next = a.and(20, CHUNK, 7);
        sharer.share(next, false);
        follow(next, true);
        follow(b, false);
        follow(c, false);
        assertThat(here(next)).isEqualTo(next.data.size());
        assertThat(store.most).isLessThanOrEqualTo(quota);
        now(gateway.exchange.cache().drop(a.root));
        loop.advance(Duration.ofSeconds(1));
        assertThat(here(next)).isEqualTo(next.data.size());
        assertThat(store.chunks).doesNotContainKey(a.root);
    }

    @Test
    void dropsAllThatNothingElseNeeds() {
        follow(a, true);
        follow(b, false);
        assertThat(now(gateway.exchange.cache().drop(a.root))).isPresent();
        loop.advance(Duration.ofSeconds(1));
        assertThat(store.chunks.keySet()).isEqualTo(b.chunks.keySet());
        assertThat(gateway.peering.in(a.swarm())).isFalse();
        assertThat(now(gateway.exchange.cache().list())).hasSize(1);
        assertThat(now(gateway.exchange.cache().drop(a.root))).isEmpty();
    }

    @Test
    void aChunkThatComesInWhileItIsToGoStays() {
        follow(a, false);
        store.holdsRemoves = true;
        now(gateway.exchange.cache().drop(a.root));
        var unused = gateway.exchange.cache().add(a.link(), true);
        loop.advance(Duration.ofMillis(100));
        assertThat(store.heldRemoves).isNotEmpty();
        store.holdsRemoves = false;
        store.heldRemoves.forEach(Runnable::run);
        loop.advance(Duration.ofSeconds(10));
        assertThat(store.chunks.keySet()).containsAll(a.chunks.keySet());
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void aChunkThatComesInIsSparedThoughItIsStillToGoWithAnotherContent() {
        follow(a, false);
        TestContent next = a.and(20, CHUNK, 7);
        sharer.share(next, false);
        store.holdsRemoves = true;
        now(gateway.exchange.cache().drop(a.root));
        loop.advance(Duration.ofMillis(100));
        assertThat(store.heldRemoves)
                .as("some are being removed, the others wait")
                .hasSizeBetween(1, CHUNKS - 1);
        var unused = gateway.exchange.cache().add(next.link(), false);
        loop.advance(Duration.ofSeconds(2));
        store.holdsRemoves = false;
        store.heldRemoves.forEach(Runnable::run);
        loop.advance(Duration.ofSeconds(10));
        assertThat(store.chunks.keySet()).containsAll(next.chunks.keySet());
        assertThat(of(next).state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void takesNothingOfWhatIsBeingFetchedThoughTheStoreHoldsMoreThanItMay() {
        toSharer.other.bytesPerSecond = a.bytes / 30;
        var unused = gateway.exchange.cache().add(a.link(), false);
        loop.advance(Duration.ofSeconds(10));
        long before = here(a);
        assertThat(before).isBetween(10L, CHUNKS - 10L);
        Map<ChunkId, ByteBuffer> strange = new HashMap<>(TestContent.of(4 * CHUNKS, CHUNK, 9).chunks);
        store.chunks.putAll(strange);
        loop.advance(Duration.ofSeconds(6));
        assertThat(here(a)).isGreaterThanOrEqualTo(before);
        assertThat(store.usage().bytes()).as("what no one knows went instead").isLessThanOrEqualTo(quota);
        toSharer.other.bytesPerSecond = 0;
        loop.advance(Duration.ofSeconds(30));
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void whatWentBeforeAnywayLosesWhatItSharesWithTheNextToGo() {
        follow(a, false);
        TestContent next = a.and(20, CHUNK, 7);
        sharer.share(next, false);
        follow(next, false);
        follow(b, true);
        follow(c, false);
        assertThat(of(c).state()).isEqualTo(State.COMPLETE);
        assertThat(here(c)).isEqualTo(CHUNKS);
        assertThat(here(a)).isLessThan(CHUNKS);
        assertThat(of(a).bytesHere())
                .as("what is left of it is the other one's")
                .isZero();
        long left = next.data.stream()
                .filter(store.chunks::containsKey)
                .mapToLong(chunk -> next.chunks.get(chunk).remaining())
                .sum();
        assertThat(of(next).bytesHere()).isEqualTo(left);
        assertThat(store.most).isLessThanOrEqualTo(quota);
    }

    @Test
    void fetchesByItselfWhatTheStoreHasLostOnceAPeerDoesNotGetIt() {
        follow(a, false);
        ChunkId lost = a.data.get(7);
        store.chunks.remove(lost);
        TestNode reader = node(4, Map.of());
        Transfer transfer = reader.fetch(a.link());
        FakeNet.connect(reader, gateway);
        loop.advance(Duration.ofSeconds(5));
        assertThat(store.chunks).containsKey(lost);
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
        assertThat(whole(transfer)).as("it was told when the chunk had come").isTrue();
    }

    @Test
    void aPageOfTheIndexThatIsLostIsFetchedByItself() {
        follow(a, false);
        store.chunks.remove(a.root);
        assertThat(whole(read(4, a))).isTrue();
        assertThat(store.chunks.keySet()).isEqualTo(a.chunks.keySet());
    }

    @Test
    void countsWhatIsHereOnceInAWhileHoweverOftenPeersDoNotGetAChunk() {
        follow(a, false);
        for (int i = 4; i < 8; i++) {
            store.chunks.remove(a.data.get(7));
            TestNode reader = node(i, Map.of());
            Transfer transfer = reader.fetch(a.link());
            FakeSession session = FakeNet.connect(reader, gateway);
            loop.advance(Duration.ofSeconds(5));
            FakeNet.close(session, "has read");
            assertThat(whole(transfer)).as("reader " + i).isEqualTo(i == 4);
        }
        assertThat(store.chunks).doesNotContainKey(a.data.get(7));
        loop.advance(Duration.ofMinutes(1));
        assertThat(store.chunks).as("the while is over").containsKey(a.data.get(7));
    }

    @Test
    void aStoreThatFailsForAMomentHasLostNothing() {
        follow(a, false);
        FakeNet.close(toSharer, "leaves");
        store.unreadable = true;
        TestNode reader = node(4, Map.of());
        Transfer transfer = reader.fetch(a.link());
        FakeNet.connect(reader, gateway);
        loop.advance(Duration.ofSeconds(5));
        assertThat(whole(transfer)).isFalse();
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
        store.unreadable = false;
        ChunkId lost = a.data.get(7);
        store.chunks.remove(lost);
        toSharer = FakeNet.connect(gateway, sharer);
        loop.advance(Duration.ofMinutes(2));
        assertThat(store.chunks).as("counted again once it can be").containsKey(lost);
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
    }

    private void restart() {
        gateway.exchange.removeStore(store);
        gateway.exchange.close();
        loop.advance(Duration.ofMillis(1));
        FakeNet.close(toSharer, "stops");
        gateway = gateway(quota);
    }

    @Test
    void servesOnAfterARestartWithoutTheSharer() {
        follow(a, true);
        follow(b, false);
        restart();
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
        assertThat(of(a).pinned()).isTrue();
        assertThat(whole(read(4, a))).isTrue();
    }

    @Test
    void remembersAfterARestartWhatWasServed() {
        follow(a, false);
        follow(b, false);
        assertThat(whole(read(4, a))).isTrue();
        restart();
        toSharer = FakeNet.connect(gateway, sharer);
        follow(c, false);
        assertThat(here(a)).isEqualTo(CHUNKS);
        assertThat(here(b)).isLessThan(CHUNKS);
    }

    @Test
    void doesNotFetchAgainAfterARestartWhatWasDroppedInPart() {
        follow(a, false);
        follow(b, false);
        follow(c, false);
        long before = here(a);
        restart();
        toSharer = FakeNet.connect(gateway, sharer);
        loop.advance(Duration.ofSeconds(10));
        assertThat(of(a).state()).isEqualTo(State.PARTIAL);
        assertThat(here(a)).isEqualTo(before);
        assertThat(here(b) + here(c)).isEqualTo(2 * CHUNKS);
    }

    @Test
    void fetchesAfterARestartWhatTheDiskHasLost() {
        follow(a, true);
        store.chunks.remove(a.data.get(7));
        restart();
        toSharer = FakeNet.connect(gateway, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(of(a).state()).isEqualTo(State.COMPLETE);
        assertThat(here(a)).isEqualTo(CHUNKS);
    }

    @Test
    void removesWhatNoContentKnowsWhenThereIsNoOtherRoom() {
        Map<ChunkId, ByteBuffer> strange = new HashMap<>(c.chunks);
        strange.remove(c.root);
        follow(a, true);
        store.chunks.putAll(strange);
        follow(b, true);
        assertThat(here(a) + here(b)).isEqualTo(2 * CHUNKS);
        assertThat(here(c)).isZero();
        assertThat(store.usage().bytes()).isLessThanOrEqualTo(quota);
    }

    @Test
    void removesNothingWhileTheDiskDoesNotSayWhatIsKeptForOthers() throws IOException {
        follow(a, true);
        store.chunks.putAll(b.chunks);
        store.chunks.putAll(c.chunks);
        Path cached = state.resolve("3/cached");
        Path moved = Files.move(cached, state.resolve("moved"));
        Files.createFile(cached);
        restart();
        loop.advance(Duration.ofMinutes(1));
        assertThat(here(a) + here(b) + here(c)).isEqualTo(3 * CHUNKS);
        Files.delete(cached);
        Files.move(moved, cached);
        loop.advance(Duration.ofMinutes(2));
        assertThat(here(a)).isEqualTo(CHUNKS);
        assertThat(store.usage().bytes()).isLessThanOrEqualTo(quota);
    }

    @Test
    void aSmallerQuotaActsAtOnce() {
        follow(a, false);
        follow(b, false);
        gateway.exchange.settings(Configured.settings(Map.of("cache_quota", a.bytes * 5 / 4)));
        loop.advance(Duration.ofSeconds(1));
        assertThat(store.usage().bytes()).isLessThanOrEqualTo(a.bytes * 5 / 4);
        assertThat(here(b)).isEqualTo(CHUNKS);
    }
}
