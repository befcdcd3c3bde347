// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.FetchOptions;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;

/** What a node shares: how it comes about, is served again, and what is told of files that have changed. */
class SharesTest extends FetchCase {

    @Test
    void keptSharesAndCachesAreServedAgain() {
        Map<Path, Map<ChunkId, ByteBuffer>> disk = new HashMap<>();
        TestContent kept = TestContent.of(20, 9000, 31);
        TestContent dropped = TestContent.of(20, 9000, 32);
        TestNode before = new TestNode(5, loop, loop, state.resolve("5"), Configured.DEFAULT, disk).bound();
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

        TestNode after = new TestNode(5, loop, loop, state.resolve("5"), Configured.DEFAULT, disk);
        after.exchange.start();
        loop.advance(Duration.ofMillis(10));
        after.contents.shared.putAll(before.contents.shared);
        after.exchange.addStore(store, 0, 1);
        after.bound();
        loop.advance(Duration.ofSeconds(1));
        assertThat(after.exchange.shares()).extracting(Share::link).containsExactly(kept.link());
        assertThat(after.exchange.transfers())
                .as("cached content is no transfer any more")
                .isEmpty();
        CompletableFuture<List<CachedContent>> cached =
                after.exchange.cache().list().toCompletableFuture();
        loop.advance(Duration.ofMillis(1));
        assertThat(cached.join()).extracting(CachedContent::state).containsExactly(CachedContent.State.COMPLETE);
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
    void sharingFailsWithItsReason() {
        var failed = sharer.exchange
                .share(List.of(Path.of("/missing")), ShareOptions.DEFAULT)
                .toCompletableFuture();
        loop.advance(Duration.ofMillis(10));
        assertThat(failed).isCompletedExceptionally();
        assertThat(failed.handle((share, error) -> error.toString()).join()).contains("/missing: no such file");
    }

    @Test
    void theOwnerIsToldOnceOfAChangedFile() {
        Share share = sharer.exchange.shares().get(0);
        assertThat(share.note()).isEmpty();
        sharer.contents.changed.addAll(content.data.subList(40, 60));
        fetcher.fetch(content.link());
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            FakeNet.connect(fetcher, sharer);
            loop.advance(Duration.ofSeconds(12));
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(it -> it.contains("WARN")))
                .singleElement()
                .asString()
                .contains("shared/file was changed", "[/shared/", "`skerry share` again");
        assertThat(share.note()).startsWith("shared/file was changed").endsWith("share again for a new link");
        // All the rest of it is served on.
        assertThat(fetcher.disk.get(TestNode.FOLDER)).hasSize(content.chunks.size() - 20);

        sharer.contents.changed.clear();
        Path path = share.paths().get(0);
        assertThat(sharer.exchange.share(List.of(path), ShareOptions.DEFAULT)).isNotNull();
        loop.advance(Duration.ofMillis(10));
        assertThat(sharer.exchange.shares()).containsExactly(share);
        assertThat(share.note()).isEmpty();
    }

    @Test
    void countsTheFilesThatHaveChangedAndNoMoreThanTwenty() {
        for (int i = 0; i < 300; i++) {
            sharer.contents.changedPaths.put(content.data.get(i), "shared/" + i);
        }
        sharer.contents.changed.addAll(content.data);
        fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(12));
        assertThat(sharer.exchange.shares().get(0).note()).contains("and 19 or more others");
    }

    @Test
    void readsInAnewWhenContentIsReplacedMeanwhile() {
        for (boolean completes : new boolean[] {true, false}) {
            TestContent other = TestContent.of(20, 9000, completes ? 50 : 51);
            Path path = Path.of("/shared/other");
            MemoryContents old = new MemoryContents(new HashMap<>());
            old.files.put(path, other);
            old.holds = true;
            sharer.exchange.contents(old);
            var shared =
                    sharer.exchange.share(List.of(path), ShareOptions.DEFAULT).toCompletableFuture();
            loop.advance(Duration.ofMillis(10));
            sharer.exchange.contents(null);
            loop.advance(Duration.ofMillis(10));
            old.held.forEach(it -> it.accept(completes));
            loop.advance(Duration.ofMillis(10));
            assertThat(shared).isNotDone();

            MemoryContents next = new MemoryContents(new HashMap<>());
            next.files.put(path, other);
            sharer.exchange.contents(next);
            loop.advance(Duration.ofMillis(10));
            assertThat(shared).isCompletedWithValueMatching(it -> it.link().equals(other.link()));
            assertThat(old.open).isZero();
            assertThat(next.open).isPositive();
        }
    }

    @Test
    void aKeptShareIsOpenedByTheNextContentIfTheFirstOneGoesMeanwhile() {
        sharer.share(TestContent.of(20, 9000, 52), true);
        sharer.exchange.close();
        loop.advance(Duration.ofMillis(10));

        TestNode again = new TestNode(1, loop, loop, state.resolve("1"), Configured.DEFAULT);
        again.contents.shared.putAll(sharer.contents.shared);
        again.contents.holds = true;
        again.exchange.contents(again.contents);
        again.exchange.start();
        loop.advance(Duration.ofMillis(10));
        MemoryContents next = new MemoryContents(new HashMap<>());
        next.shared.putAll(sharer.contents.shared);
        again.exchange.contents(next);
        loop.advance(Duration.ofMillis(10));
        again.contents.held.forEach(it -> it.accept(true));
        loop.advance(Duration.ofMillis(10));
        assertThat(again.exchange.shares()).hasSize(1);
        assertThat(again.contents.open).isZero();
        assertThat(next.open).isEqualTo(1);
    }

    @Test
    void aShareThatIsClosedWhileItIsOpenedAgainStaysClosed() {
        MemoryContents next = new MemoryContents(new HashMap<>());
        next.shared.putAll(sharer.contents.shared);
        next.holds = true;
        sharer.exchange.contents(next);
        loop.advance(Duration.ofMillis(10));
        sharer.exchange.shares().get(0).close();
        loop.advance(Duration.ofMillis(10));
        next.held.forEach(it -> it.accept(true));
        loop.advance(Duration.ofMillis(10));
        assertThat(sharer.exchange.shares()).isEmpty();
        assertThat(next.open).isZero();
    }

    @Test
    void aShareThatCannotBeOpenedAgainIsNotListedAnyMore() {
        sharer.exchange.contents(new MemoryContents(new HashMap<>()));
        loop.advance(Duration.ofMillis(10));
        assertThat(sharer.exchange.shares()).isEmpty();
    }

    @Test
    void aShareThatCannotBeOpenedNowIsTriedAgainAndNotForgotten() {
        TestContent kept = TestContent.of(20, 9000, 53);
        Share share = sharer.share(kept, true);
        MemoryContents next = new MemoryContents(new HashMap<>());
        next.shared.put(kept.root, kept);
        next.shared.put(content.root, content);
        next.failures = 2;
        sharer.exchange.contents(next);
        loop.advance(Duration.ofSeconds(5));
        assertThat(next.failures).isZero();
        assertThat(sharer.exchange.shares()).contains(share);
        assertThat(next.open).isZero();
        loop.advance(Duration.ofSeconds(10));
        assertThat(next.open).isEqualTo(2);
        assertThat(sharer.peering.in(kept.swarm())).isTrue();
    }

    @Test
    void whatContentDoesNotKnowIsForgottenAndWhatFailedIsNot() {
        for (boolean known : new boolean[] {true, false}) {
            TestContent kept = TestContent.of(20, 9000, 54);
            sharer.share(kept, true);
            sharer.exchange.close();
            loop.advance(Duration.ofMillis(10));
            TestNode again = node(1);
            again.contents.failures = known ? 1 : 0;
            again.exchange.start();
            loop.advance(Duration.ofMillis(10));
            assertThat(again.exchange.shares()).isEmpty();
            again.exchange.close();
            loop.advance(Duration.ofMillis(10));
            sharer = node(1);
            sharer.contents.shared.put(kept.root, kept);
            sharer.exchange.start();
            loop.advance(Duration.ofMillis(10));
            assertThat(sharer.exchange.shares()).hasSize(known ? 1 : 0);
        }
    }

    @Test
    void whatWasSharedAnewWhileItWasLookedForStays() {
        Share share = sharer.exchange.shares().get(0);
        MemoryContents next = new MemoryContents(new HashMap<>());
        next.holds = true;
        sharer.exchange.contents(next);
        loop.advance(Duration.ofMillis(10));
        next.holds = false;
        Share anew = sharer.exchange.shares().get(0);
        next.files.put(Path.of("/anew"), content);
        var shared = sharer.exchange
                .share(List.of(Path.of("/anew")), ShareOptions.DEFAULT)
                .toCompletableFuture();
        loop.advance(Duration.ofMillis(10));
        assertThat(shared).isCompletedWithValue(anew);
        next.held.forEach(it -> it.accept(true)); // knew nothing of it when it was asked
        loop.advance(Duration.ofMillis(10));
        assertThat(sharer.exchange.shares()).containsExactly(share);
        assertThat(sharer.peering.in(content.swarm())).isTrue();
    }

    @Test
    void aNameThatBreaksLinesIsToldInOne() {
        sharer.contents.changedPaths.put(content.data.get(1), "shared/a\nb\u001b[31m\u2028c");
        sharer.contents.changed.add(content.data.get(1));
        fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(12));
        assertThat(sharer.exchange.shares().get(0).note()).startsWith("shared/a\uFFFDb\uFFFD[31m\uFFFDc was changed");
    }

    @Test
    void saysThatItCouldNotBeClosedInTime() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            sharer.exchange.close(); // nobody turns the loop
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("not closed within 50 ms");
    }
}
