// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.FetchOptions;
import org.skerry.api.Share;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;
import org.skerry.base.loop.ManualLoop;
import org.skerry.exchange.internal.flow.ExchangeSettings;

/** Providers that come and go, users who change their mind, nodes that start again. */
class ProvidersTest {

    @TempDir
    Path state;

    private final ManualLoop loop = new ManualLoop();
    private final TestContent content = TestContent.of(300, 40_000, 6);
    private TestNode sharer;
    private TestNode fetcher;

    private TestNode node(int number) {
        return new TestNode(number, loop, loop, state.resolve("" + number), ExchangeSettings.DEFAULT).bound();
    }

    @BeforeEach
    void nodes() {
        sharer = node(1);
        sharer.share(content, false);
        fetcher = node(2);
    }

    private static TransferResult result(Transfer transfer) {
        return transfer.ended().toCompletableFuture().getNow(null);
    }

    /** A session over which the content takes three seconds. */
    private FakeSession slow(TestNode one, TestNode two) {
        FakeSession session = FakeNet.connect(one, two);
        session.other.bytesPerSecond = content.bytes / 3;
        session.bytesPerSecond = content.bytes / 3;
        return session;
    }

    @Test
    void aStrategyMayGoAndAnotherComeWhileATransferRuns() {
        Transfer transfer = fetcher.fetch(content.link());
        slow(fetcher, sharer);
        loop.advance(Duration.ofMillis(800));
        fetcher.exchange.removeStrategy(fetcher.strategy);
        loop.advance(Duration.ofSeconds(4));
        assertThat(result(transfer)).isNull();
        assertThat(transfer.status().note()).startsWith("no sync strategy");
        int before = fetcher.strategy.calls;
        FirstFit next = new FirstFit();
        fetcher.exchange.addStrategy(next, "next", 0, 2);
        loop.advance(Duration.ofSeconds(4));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(fetcher.strategy.calls).isEqualTo(before);
        assertThat(next.assigned).isPositive();
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size());
    }

    @Test
    void theStrategyThatATransferNamesGoesBeforeRanking() {
        FirstFit other = new FirstFit();
        fetcher.exchange.addStrategy(other, "other", 100, 2);
        FetchOptions options = new FetchOptions(
                java.util.Optional.of(TestNode.FOLDER), TestNode.FOLDER, java.util.Optional.of("first-fit"), 0);
        Transfer transfer = fetcher.exchange.fetch(content.link(), options);
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(other.assigned).isZero();
        fetcher.exchange.removeStrategy(fetcher.strategy);
        loop.advance(Duration.ofSeconds(5));
        assertThat(other.assigned).isPositive();
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void aStrategyThatThrowsHarmsNothingElse() {
        fetcher.exchange.addStrategy(
                (view, budget) -> {
                    throw new IllegalStateException("broken");
                },
                "broken",
                100,
                2);
        Transfer transfer = fetcher.fetch(content.link());
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(2));
        assertThat(result(transfer)).isNull();
        fetcher.exchange.addStrategy(fetcher.strategy, "first-fit", 200, 1);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void pausesResumesAndEndsWhenToldTo() {
        Transfer transfer = fetcher.fetch(content.link());
        assertThat(fetcher.exchange.fetch(content.link(), FetchOptions.into(TestNode.FOLDER)))
                .isSameAs(transfer);
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        transfer.pause();
        loop.advance(Duration.ofSeconds(1));
        long had = transfer.status().chunksReceived();
        assertThat(had).isPositive();
        loop.advance(Duration.ofSeconds(3));
        assertThat(transfer.status().chunksReceived()).isEqualTo(had);
        assertThat(transfer.status().state()).isEqualTo(State.PAUSED);
        transfer.resume();
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().chunksReceived()).isGreaterThan(had);
        transfer.cancel();
        loop.advance(Duration.ofSeconds(1));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Cancelled.class);
        assertThat(transfer.status().state()).isEqualTo(State.CANCELLED);
        assertThat(fetcher.exchange.transfers()).containsExactly(transfer);
        Transfer again = fetcher.fetch(content.link());
        assertThat(again).isNotSameAs(transfer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(again)).isInstanceOf(TransferResult.Complete.class);
        long both = transfer.status().chunksReceived() + again.status().chunksReceived();
        assertThat(both).isLessThanOrEqualTo(content.chunks.size() + 64L);
    }

    @Test
    void aNodeThatStartsAgainGoesOn() throws Exception {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        Path file = state.resolve("2/transfers/" + transfer.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        fetcher.exchange.close();
        loop.advance(Duration.ofMillis(10));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Cancelled.class);
        FakeNet.close(session, "node stops");
        long before = transfer.status().chunksReceived();

        TestNode second =
                new TestNode(2, loop, loop, state.resolve("2"), ExchangeSettings.DEFAULT, fetcher.disk).bound();
        second.exchange.start();
        loop.advance(Duration.ofMillis(10));
        Transfer resumed = second.exchange.transfers().get(0);
        assertThat(resumed.id()).isEqualTo(transfer.id());
        assertThat(resumed.link()).isEqualTo(content.link());
        FakeNet.connect(second, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(resumed)).isInstanceOf(TransferResult.Complete.class);
        assertThat(before + resumed.status().chunksReceived())
                .isBetween((long) content.chunks.size(), content.chunks.size() + 2L);
        assertThat(file).doesNotExist();
    }

    @Test
    void keptSharesAndCachesAreServedAgain() {
        Map<Path, Map<ChunkId, ByteBuffer>> disk = new HashMap<>();
        TestContent kept = TestContent.of(20, 9000, 31);
        TestContent dropped = TestContent.of(20, 9000, 32);
        TestNode before = new TestNode(5, loop, loop, state.resolve("5"), ExchangeSettings.DEFAULT, disk).bound();
        before.share(kept, true);
        before.share(dropped, false);
        MemoryStore store = new MemoryStore();
        before.exchange.addStore(store, 0, 1);
        Transfer caching = before.fetch(content.link().withoutSecret());
        FakeSession session = FakeNet.connect(before, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(caching)).isInstanceOf(TransferResult.Complete.class);
        before.exchange.close();
        loop.advance(Duration.ofMillis(10));
        FakeNet.close(session, "stops");

        TestNode after = new TestNode(5, loop, loop, state.resolve("5"), ExchangeSettings.DEFAULT, disk);
        after.exchange.start();
        loop.advance(Duration.ofMillis(10));
        after.contents.shared.putAll(before.contents.shared);
        after.exchange.addStore(store, 0, 1);
        after.bound();
        loop.advance(Duration.ofSeconds(1));
        assertThat(after.exchange.shares()).extracting(Share::link).containsExactly(kept.link());
        assertThat(after.exchange.transfers()).hasSize(1);
        assertThat(after.exchange.transfers().get(0).status().state()).isEqualTo(State.COMPLETE);
        assertThat(after.exchange.transfers().get(0).status().chunksReceived()).isZero();
        Transfer transfer = fetcher.fetch(content.link());
        Transfer second = fetcher.exchange.fetch(kept.link(), FetchOptions.into(Path.of("/two")));
        FakeNet.connect(fetcher, after);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(result(second)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void aClosedShareIsForgotten() {
        Share share = sharer.exchange.shares().get(0);
        share.close();
        loop.advance(Duration.ofMillis(10));
        assertThat(sharer.exchange.shares()).isEmpty();
        assertThat(sharer.contents.shared).isEmpty();
        assertThat(sharer.peering.in(content.swarm())).isFalse();
    }

    @Test
    void aChangedFileEndsTheFetchAndIsNamed() {
        ChunkId victim = content.data.get(40);
        sharer.contents.changed.add(victim);
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(12));
        assertThat(result(transfer)).isInstanceOfSatisfying(TransferResult.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(TransferResult.Cause.CHANGED);
            assertThat(failed.message()).contains("movies/" + victim.shortText());
        });
        assertThat(transfer.status().state()).isEqualTo(State.FAILED);
        assertThat(transfer.status().note()).contains("changed");
    }

    @Test
    void onePeerThatSaysChangedDoesNotEndAFetchThatOthersCanServe() {
        sharer.contents.changed.addAll(List.copyOf(content.data));
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(transfer.status().state()).isNotEqualTo(State.FAILED);
        TestNode other = node(3);
        other.share(content, false);
        FakeNet.connect(fetcher, other);
        loop.advance(Duration.ofSeconds(30));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void aChangedFileIsFetchedWhereItIsStillWhole() {
        sharer.contents.changed.addAll(List.copyOf(content.data));
        TestNode other = node(3);
        other.share(content, false);
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        FakeNet.connect(fetcher, other);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void contentMayBeReplacedWhileATransferRuns() {
        Transfer transfer = fetcher.fetch(content.link());
        slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        fetcher.exchange.contents(null);
        sharer.exchange.contents(null);
        loop.advance(Duration.ofSeconds(2));
        assertThat(transfer.status().note()).startsWith("no content");
        MemoryContents next = new MemoryContents(sharer.disk);
        next.shared.putAll(sharer.contents.shared);
        sharer.exchange.contents(next);
        fetcher.exchange.contents(new MemoryContents(fetcher.disk));
        loop.advance(Duration.ofSeconds(6));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(transfer.status().chunksReceived()).isLessThanOrEqualTo(content.chunks.size() + 20L);
    }

    @Test
    void sharingFailsWithItsReason() {
        var failed = sharer.exchange
                .share(List.of(Path.of("/missing")), org.skerry.api.ShareOptions.DEFAULT)
                .toCompletableFuture();
        loop.advance(Duration.ofMillis(10));
        assertThat(failed).isCompletedExceptionally();
        assertThat(failed.handle((share, error) -> error.toString()).join()).contains("/missing: no such file");
    }
}
