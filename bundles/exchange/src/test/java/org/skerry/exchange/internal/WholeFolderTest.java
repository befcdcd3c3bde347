// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.FetchOptions;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;
import org.skerry.api.admin.Readiness.Finding;

/** A node that has fetched all of a content, and is started again, or gets another content bundle. */
class WholeFolderTest extends NodesCase {

    private final TestContent content = TestContent.of(30, 40_000, 6);
    private TestNode fetcher;
    private Transfer fetched;

    @BeforeEach
    void fetchAll() {
        TestNode sharer = node(1);
        sharer.share(content, false);
        fetcher = node(2);
        fetched = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(5));
        assertThat(fetched.status().state()).isEqualTo(State.COMPLETE);
        FakeNet.cut(session);
        sharer.exchange.close();
    }

    /** What was fetched is known to the content of the node that is started again. */
    private void restart(boolean known) {
        restart(known, 0);
    }

    /** The same, and to open it fails so often first. */
    private void restart(boolean known, int failures) {
        fetcher.exchange.close();
        loop.advance(Duration.ofSeconds(1));
        fetcher = node(2);
        if (known) {
            fetcher.contents.shared.put(content.root, content);
        }
        fetcher.contents.failures = failures;
        fetcher.exchange.start();
        loop.advance(Duration.ofSeconds(1));
    }

    private boolean servesAll() {
        TestNode third = node(3);
        Transfer transfer = third.fetch(content.link());
        FakeNet.connect(third, fetcher);
        loop.advance(Duration.ofSeconds(5));
        return transfer.status().state() == State.COMPLETE && third.has(content);
    }

    @Test
    void servesItAfterARestartWithoutFetchingOrCheckingIt() {
        restart(true);
        List<Transfer> all = fetcher.exchange.transfers();
        assertThat(all).extracting(Transfer::id).containsExactly(fetched.id());
        assertThat(all.get(0).ended().toCompletableFuture())
                .isCompletedWithValue(new TransferResult.Complete(Optional.of(TestNode.FOLDER)));
        assertThat(all.get(0).status().bytesDone()).isEqualTo(content.manifest().storedBytes());
        assertThat(fetcher.contents.last).as("an acquisition").isNull();
        assertThat(servesAll()).isTrue();
    }

    @Test
    void saysWhyItIsNotServedUntilItIs() {
        restart(true, 2);
        loop.advance(Duration.ofSeconds(11));
        Transfer transfer = fetcher.exchange.transfers().get(0);
        assertThat(transfer.status().state()).isEqualTo(State.COMPLETE);
        assertThat(transfer.status().note()).startsWith("locked; 'skerry repair', or 'skerry get'");
        assertThat(fetcher.exchange.findings(List.of()))
                .filteredOn(it -> !it.ready())
                .extracting(Finding::message)
                .containsExactly(transfer.status().note());
        loop.advance(Duration.ofSeconds(10));
        assertThat(transfer.status().note()).isEmpty();
        assertThat(fetcher.exchange.findings(List.of())).allMatch(Finding::ready);
        assertThat(servesAll()).isTrue();
    }

    @Test
    void servesItWithTheNextContentBundle() {
        fetcher.exchange.contents(null);
        loop.advance(Duration.ofSeconds(1));
        MemoryContents next = new MemoryContents(fetcher.disk);
        next.shared.put(content.root, content);
        fetcher.exchange.contents(next);
        loop.advance(Duration.ofSeconds(1));
        assertThat(next.open).isEqualTo(1);
        assertThat(servesAll()).isTrue();
    }

    @Test
    void servesItNoMoreWhenItIsCancelled() {
        restart(true);
        fetcher.exchange.transfers().get(0).cancel();
        loop.advance(Duration.ofSeconds(1));
        assertThat(fetcher.contents.open).as("opened and not closed").isZero();
        assertThat(fetcher.contents.forgotten).containsExactly(TestNode.FOLDER);
        assertThat(servesAll()).isFalse();
        restart(true);
        assertThat(fetcher.exchange.transfers()).isEmpty();
    }

    @Test
    void forgetsItWhenItCannotBeOpenedAgain() {
        restart(false);
        assertThat(fetcher.exchange.transfers()).hasSize(1);
        assertThat(servesAll()).isFalse();
        restart(true);
        assertThat(fetcher.exchange.transfers()).isEmpty();
    }

    @Test
    void doesNotServeItToTheNextContentOnceItIsCancelled() {
        fetched.cancel();
        loop.advance(Duration.ofSeconds(1));
        MemoryContents next = new MemoryContents(fetcher.disk);
        next.shared.put(content.root, content);
        fetcher.exchange.contents(next);
        loop.advance(Duration.ofSeconds(1));
        assertThat(next.open).isZero();
        assertThat(fetcher.peering.in(content.swarm())).isFalse();
        assertThat(servesAll()).isFalse();
    }

    @Test
    void aRepeatedFetchLooksAtItAgainAndTakesThePlaceOfTheFirst() {
        Transfer again = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(1));
        assertThat(again).isNotSameAs(fetched);
        assertThat(again.status().state()).isEqualTo(State.COMPLETE);
        assertThat(fetcher.exchange.transfers()).extracting(Transfer::id).containsExactly(again.id());
        fetched.cancel();
        loop.advance(Duration.ofSeconds(1));
        assertThat(fetcher.contents.forgotten).isEmpty();
        assertThat(servesAll()).isTrue();
        restart(true);
        assertThat(fetcher.exchange.transfers()).extracting(Transfer::id).containsExactly(again.id());
    }

    @Test
    void aRepeatedFetchThatIsCancelledLeavesTheFirst() {
        fetcher.disk.get(TestNode.FOLDER).remove(content.data.get(3));
        Transfer again = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(1));
        assertThat(again.status().state()).isNotEqualTo(State.COMPLETE);
        again.cancel();
        loop.advance(Duration.ofSeconds(1));
        assertThat(fetcher.contents.forgotten).isEmpty();
        restart(true);
        assertThat(fetcher.exchange.transfers()).extracting(Transfer::id).containsExactly(fetched.id());
    }

    @Test
    void cancellingTheFirstLeavesWhatARepeatedFetchIsAt() {
        ByteBuffer missing = fetcher.disk.get(TestNode.FOLDER).remove(content.data.get(3));
        Transfer again = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(1));
        assertThat(again.status().state()).isNotEqualTo(State.COMPLETE);
        assertThat(missing).isNotNull();
        fetched.cancel();
        loop.advance(Duration.ofSeconds(1));
        assertThat(fetcher.contents.forgotten).isEmpty();
    }

    @Test
    void whatIsListedNoMoreIsStillKnownOnDisk() {
        int kept = fetcher.context.settings().transfersKept();
        for (int i = 0; i <= kept; i++) {
            TestContent other = TestContent.of(2, 1000, 100 + i);
            fetcher.disk.put(Path.of("/out/" + i), new HashMap<>(other.chunks));
            Transfer next = fetcher.exchange.fetch(other.link(), FetchOptions.into(Path.of("/out/" + i)));
            loop.advance(Duration.ofMillis(10));
            assertThat(next.status().state()).isEqualTo(State.COMPLETE);
        }
        assertThat(fetcher.exchange.transfers()).doesNotContain(fetched);
        assertThat(fetcher.contents.forgotten).isEmpty();
    }

    @Test
    void triesAgainWhatCouldNotBeOpenedAndForgetsNothing() {
        restart(true, 2);
        loop.advance(Duration.ofSeconds(14));
        assertThat(fetcher.contents.failures).isZero();
        assertThat(fetcher.contents.open).isZero();
        loop.advance(Duration.ofSeconds(10));
        assertThat(fetcher.contents.open).isEqualTo(1);
        assertThat(servesAll()).isTrue();
        restart(true);
        assertThat(fetcher.exchange.transfers()).extracting(Transfer::id).containsExactly(fetched.id());
    }

    @Test
    void doesNotTryAgainWhatIsCancelledMeanwhile() {
        MemoryContents next = new MemoryContents(fetcher.disk);
        next.shared.put(content.root, content);
        next.failures = 1;
        fetcher.exchange.contents(next);
        loop.advance(Duration.ofSeconds(1));
        fetched.cancel();
        loop.advance(Duration.ofSeconds(1));
        next.shared.put(content.root, content);
        loop.advance(Duration.ofSeconds(30));
        assertThat(next.open).isZero();
    }
}
