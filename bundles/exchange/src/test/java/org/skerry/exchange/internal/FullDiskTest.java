// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus.State;
import org.skerry.api.admin.Readiness.Finding;

/** What comes for stores whose disk is full. */
class FullDiskTest extends FetchCase {

    @Test
    void aFullDiskEndsACache() {
        MemoryStore store = new MemoryStore();
        store.full = true;
        fetcher.exchange.addStore(store, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(1));
        assertThat(result(transfer)).isInstanceOfSatisfying(TransferResult.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(TransferResult.Cause.DISK_FULL);
            assertThat(failed.message()).contains("/store/aa");
        });
        assertThat(fetcher.peering.in(content.swarm())).isFalse();
    }

    @Test
    void whatIsFollowedWaitsForRoomOnAFullDiskAndGoesOnWithoutFetchingAnythingTwice() {
        MemoryStore store = new MemoryStore();
        fetcher.exchange.addStore(store, 10, 5);
        fetcher.exchange.start();
        slow(fetcher, sharer);
        var unused = fetcher.exchange.cache().add(content.link(), false);
        loop.advance(Duration.ofSeconds(1));
        store.full = true;
        loop.advance(Duration.ofMinutes(2));
        int here = store.chunks.size();
        assertThat(here).isBetween(10, content.chunks.size() - 10);
        Transfer transfer = fetcher.exchange.transfers().get(0);
        assertThat(transfer.status().state()).isEqualTo(State.WAITING);
        assertThat(transfer.status().note()).contains("full", "make room", "/store/aa");
        assertThat(cachedNote()).isEqualTo(transfer.status().note());
        assertThat(finding("room").ready()).isFalse();
        assertThat(finding("room").message()).contains("/store/aa");
        TestNode reader = node(4);
        Transfer reading = reader.fetch(content.link());
        FakeNet.connect(reader, fetcher);
        loop.advance(Duration.ofSeconds(3));
        assertThat(reading.status().chunksReceived()).as("serves what it has").isEqualTo(here);
        store.full = false;
        loop.advance(Duration.ofSeconds(10));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size());
        assertThat(store.chunks.keySet()).isEqualTo(content.chunks.keySet());
        assertThat(finding("room").ready()).isTrue();
    }

    @Test
    void whatWaitsForRoomIsGivenUpWithATransferThatFails() {
        MemoryStore store = new MemoryStore();
        Transfer transfer = followedOnADiskWithRoomFor(20, store);
        assertThat(store.refused).as("wait").isGreaterThan(5);
        assertThat(finding("room").ready()).isFalse();
        store.full = false;
        store.failures = 5;
        loop.advance(Duration.ofSeconds(20));
        assertThat(store.failures).isZero();
        assertThat(result(transfer)).isInstanceOf(TransferResult.Failed.class);
        assertThat(finding("room").ready()).isTrue();
    }

    @Test
    void whatWaitsForRoomIsGivenUpWithATransferThatIsCancelled() {
        MemoryStore store = new MemoryStore();
        Transfer transfer = followedOnADiskWithRoomFor(20, store);
        int refused = store.refused;
        transfer.cancel();
        loop.advance(Duration.ofMillis(1));
        assertThat(finding("room").ready()).isTrue();
        loop.advance(Duration.ofMinutes(1));
        assertThat(store.refused).isEqualTo(refused);
    }

    @Test
    void whatIsToBeTriedAgainIsGivenUpWithATransferThatIsCancelled() {
        MemoryStore store = new MemoryStore();
        store.failures = 10_000;
        fetcher.exchange.addStore(store, 10, 5);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofMillis(600));
        transfer.cancel();
        loop.advance(Duration.ofMillis(1));
        int left = store.failures;
        assertThat(left).as("some failed").isLessThan(10_000);
        loop.advance(Duration.ofMinutes(1));
        assertThat(store.failures).isEqualTo(left);
    }

    @Test
    void howeverManyWaitForRoomOneOfThemIsTriedAtATime() {
        MemoryStore store = new MemoryStore();
        followedOnADiskWithRoomFor(20, store);
        int waiting = store.refused;
        assertThat(waiting).isGreaterThan(5);
        for (int i = 0; i < 5; i++) {
            store.fits = 1;
            loop.advance(Duration.ofSeconds(5));
        }
        assertThat(store.chunks).hasSize(25);
        assertThat(finding("room").ready()).isFalse();
        assertThat(store.refused - waiting).as("one each time").isEqualTo(5);
    }

    @Test
    void whatWaitsForRoomLeavesRoomForWhatGoesElsewhere() {
        TestContent large = TestContent.of(120, 700_000, 8);
        sharer.share(large, false);
        MemoryStore store = new MemoryStore();
        store.full = true;
        store.fits = 40;
        fetcher.exchange.addStore(store, 10, 5);
        fetcher.exchange.start();
        var unused = fetcher.exchange.cache().add(large.link(), false);
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(fetcher.context.credit().waiting())
                .isPositive()
                .isLessThanOrEqualTo(fetcher.context.credit().mostWaiting() / 4);
        Transfer elsewhere = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(elsewhere)).isInstanceOf(TransferResult.Complete.class);
        store.full = false;
        loop.advance(Duration.ofSeconds(10));
        assertThat(store.chunks.keySet()).isEqualTo(large.chunks.keySet());
        assertThat(fetcher.context.credit().waiting()).isZero();
    }

    @Test
    void whatIsOnThisNodeAndFindsNoRoomKeepsNoOneElseWaiting() {
        TestContent large = TestContent.of(60, 700_000, 9);
        fetcher.share(large, false);
        fetcher.share(content, false);
        MemoryStore store = new MemoryStore();
        store.full = true;
        store.fits = 10;
        store.holdsRefusals = true;
        fetcher.exchange.addStore(store, 10, 5);
        fetcher.exchange.start();
        var unused = fetcher.exchange.cache().add(large.link(), false);
        loop.advance(Duration.ofSeconds(3));
        int refused = store.refused;
        assertThat(refused).as("all that are read at a time").isEqualTo(16);
        store.holdsRefusals = false;
        store.held.forEach(Runnable::run);
        Transfer elsewhere = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(elsewhere)).isInstanceOf(TransferResult.Complete.class);
        assertThat(store.refused).as("nothing more is read for it").isEqualTo(refused);
        store.full = false;
        loop.advance(Duration.ofSeconds(20));
        assertThat(store.chunks.keySet()).isEqualTo(large.chunks.keySet());
    }

    @Test
    void aFolderIsFetchedThoughTheSameContentIsFollowedAndFindsNoRoom() {
        MemoryStore store = new MemoryStore();
        followedOnADiskWithRoomFor(20, store);
        assertThat(finding("room").ready()).isFalse();
        Transfer folder = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(folder)).isInstanceOf(TransferResult.Complete.class);
    }

    /** Those that wait for room hold few enough bytes to stay in hand, and so do not give way of themselves. */
    @Test
    void whatIsLookedForOnThisNodeIsReadWhenThoseBeforeItFindNoRoom() {
        TestContent other = TestContent.of(50, 40_000, 9);
        fetcher.share(content, false);
        fetcher.share(other, false);
        MemoryStore store = new MemoryStore();
        store.full = true;
        store.fits = 40;
        store.holdsRefusals = true;
        fetcher.exchange.addStore(store, 10, 5);
        fetcher.exchange.start();
        var unused = fetcher.exchange.cache().add(content.link(), false);
        loop.advance(Duration.ofSeconds(3));
        assertThat(store.refused).as("all that are read at a time").isEqualTo(16);
        Transfer elsewhere = fetcher.fetch(other.link());
        loop.advance(Duration.ofSeconds(3));
        store.holdsRefusals = false;
        store.held.forEach(Runnable::run);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(elsewhere)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void contentThatIsReplacedWhileChunksWaitIsFollowedOn() {
        MemoryStore store = new MemoryStore();
        Transfer transfer = followedOnADiskWithRoomFor(20, store);
        fetcher.exchange.contents(null);
        loop.advance(Duration.ofSeconds(1));
        fetcher.exchange.contents(fetcher.contents);
        loop.advance(Duration.ofSeconds(1));
        store.full = false;
        loop.advance(Duration.ofSeconds(20));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(store.chunks.keySet()).isEqualTo(content.chunks.keySet());
    }

    @Test
    void storesThatAreReplacedWhileChunksWaitGetThem() {
        MemoryStore store = new MemoryStore();
        Transfer transfer = followedOnADiskWithRoomFor(20, store);
        fetcher.exchange.removeStore(store);
        loop.advance(Duration.ofSeconds(10));
        assertThat(finding("room").ready()).as("no store, no full disk").isTrue();
        MemoryStore next = new MemoryStore();
        next.chunks.putAll(store.chunks);
        fetcher.exchange.addStore(next, 10, 6);
        loop.advance(Duration.ofSeconds(10));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(next.chunks.keySet()).isEqualTo(content.chunks.keySet());
    }

    @Test
    void aStoreThatFailsForAMomentBesideAFullOneIsTriedAgain() {
        MemoryStore full = new MemoryStore();
        full.full = true;
        MemoryStore next = new MemoryStore();
        next.failures = 2;
        fetcher.exchange.addStore(full, 10, 5);
        fetcher.exchange.addStore(next, 5, 6);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(10));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void aStoreWithoutRoomIsFollowedByTheNextOne() {
        MemoryStore full = new MemoryStore();
        full.full = true;
        MemoryStore next = new MemoryStore();
        fetcher.exchange.addStore(full, 10, 5);
        fetcher.exchange.addStore(next, 5, 6);
        Transfer transfer = fetcher.fetch(content.link().withoutSecret());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(next.chunks.keySet()).isEqualTo(content.chunks.keySet());
        assertThat(finding("room").ready()).isTrue();
    }

    private Transfer followedOnADiskWithRoomFor(int chunks, MemoryStore store) {
        store.full = true;
        store.fits = chunks;
        fetcher.exchange.addStore(store, 10, 5);
        fetcher.exchange.start();
        FakeNet.connect(fetcher, sharer);
        var unused = fetcher.exchange.cache().add(content.link(), false);
        loop.advance(Duration.ofSeconds(3));
        return fetcher.exchange.transfers().get(0);
    }

    private String cachedNote() {
        var list = fetcher.exchange.cache().list().toCompletableFuture();
        loop.advance(Duration.ofMillis(1));
        return list.join().get(0).note();
    }

    private Finding finding(String name) {
        return fetcher.exchange.findings(List.of()).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
