// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skerry.api.FetchOptions;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;

/** Providers that come and go, users who change their mind, nodes that start again. */
class ProvidersTest extends FetchCase {

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
    void aPeerWhoseFileWasPutBackIsAskedAgainInItsNextSession() {
        sharer.contents.changed.add(content.data.get(40));
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isNull();
        FakeNet.close(session, "restarts");
        sharer.contents.changed.clear();
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void looksForPeersOnceItHasLookedAtTheDisk() {
        fetcher.contents.looksFirst = true;
        loop.advance(Duration.ofMillis(1));
        Transfer transfer = fetcher.exchange.fetch(content.link(), FetchOptions.into(TestNode.FOLDER));
        assertThat(transfer.status().state()).isEqualTo(State.CHECKING); // though it has not begun
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().state()).isEqualTo(State.CHECKING);
        assertThat(transfer.status().note()).isEmpty();
        fetcher.contents.last.looked();
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().state()).isEqualTo(State.WAITING);
        assertThat(transfer.status().note()).isEqualTo("looking for peers");
        fetcher.contents.last.checking = true;
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().state()).isEqualTo(State.CHECKING);
        assertThat(transfer.status().note()).isEmpty();
    }

    @Test
    void theStrategyThatATransferNamesGoesBeforeRanking() {
        FirstFit other = new FirstFit();
        fetcher.exchange.addStrategy(other, "other", 100, 2);
        loop.advance(Duration.ofMillis(1));
        assertThat(fetcher.exchange.strategies()).containsExactly("first-fit", "other");
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
    void theRateIsThatOfTheLastSecondsAndZeroAtTheEnd() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = slow(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().bytesPerSecond()).isGreaterThan(content.bytes / 6.0);
        FakeNet.cut(session);
        loop.advance(Duration.ofSeconds(6));
        assertThat(transfer.status().bytesPerSecond()).isZero();
        FakeNet.mend(session);
        loop.advance(Duration.ofSeconds(4));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(transfer.status().bytesPerSecond()).isZero();
    }

    @Test
    void readsWhatIsOnThisNodeOnlyWhileItIsNotPaused() {
        fetcher.share(content, false);
        Transfer transfer = fetcher.exchange.fetch(content.link(), FetchOptions.into(TestNode.FOLDER));
        transfer.pause();
        loop.advance(Duration.ofSeconds(3));
        assertThat(fetcher.disk.getOrDefault(TestNode.FOLDER, Map.of())).isEmpty();
        transfer.resume();
        loop.advance(Duration.ofSeconds(3));
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
        assertThat(transfer.status().state()).isNotEqualTo(State.CANCELLED); // so whoever waits can tell
        transfer.cancel(); // too late: it is to be taken up again
        loop.advance(Duration.ofMillis(10));
        assertThat(file).exists();
        FakeNet.close(session, "node stops");
        long before = transfer.status().chunksReceived();

        TestNode second = new TestNode(2, loop, loop, state.resolve("2"), Configured.DEFAULT, fetcher.disk).bound();
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
        assertThat(file).as("kept, to be served after the next start").exists();
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
}
