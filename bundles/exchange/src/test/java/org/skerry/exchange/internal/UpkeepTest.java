// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.Share;
import org.skerry.api.Transfer;
import org.skerry.api.TransferStatus.State;
import org.skerry.api.admin.Upkeep;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Kept;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.exchange.internal.cache.HoldingRecord;
import org.skerry.spi.content.Contents;

/** What a node keeps has rotted. */
class UpkeepTest extends NodesCase {

    private final TestContent content = TestContent.of(300, 40_000, 6);
    private TestNode sharer;
    private TestNode node;

    @BeforeEach
    void nodes() {
        sharer = node(1);
        sharer.share(content, false);
        node = node(2);
    }

    private List<Fault> faults(CompletionStage<List<Kept>> asked) {
        CompletableFuture<List<Kept>> kept = asked.toCompletableFuture();
        for (int i = 0; i < 50 && !kept.isDone(); i++) {
            loop.advance(Duration.ofMillis(10));
        }
        assertThat(kept).isCompleted();
        return kept.join().stream().flatMap(it -> it.faults().stream()).toList();
    }

    private List<Fault> verify() {
        return faults(node.exchange.upkeep().verify(false));
    }

    private List<Fault> repair() {
        return faults(node.exchange.upkeep().repair());
    }

    private Path journalOf(Transfer transfer) {
        return state.resolve("2/transfers").resolve(transfer.id().value());
    }

    private Transfer half() {
        Transfer transfer = node.fetch(content.link());
        FakeSession session = FakeNet.connect(node, sharer);
        session.other.bytesPerSecond = content.bytes / 3;
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().chunksDone()).isBetween(20L, 280L);
        return transfer;
    }

    @Test
    void findsNothingWrongWhileATransferIsUnderWay() {
        half();
        assertThat(verify()).isEmpty();
    }

    @Test
    void looksAtAFetchOnceThatHasLookedAtItsFiles() {
        half();
        node.contents.last.checking = true;
        var told = node.exchange.upkeep().verify(false).toCompletableFuture();
        loop.advance(Duration.ofMillis(500));
        assertThat(told).isNotDone();
        node.contents.last.checking = false;
        loop.advance(Duration.ofMillis(500));
        assertThat(told).isDone();
        assertThat(told.join()).anyMatch(it -> it.name().contains("under way"));
    }

    @Test
    void fetchesAgainWhatHasRottenInAPartialFile() {
        Transfer transfer = half();
        ChunkId rotten = node.contents.last.accepted.get(node.contents.last.accepted.size() - 5);
        node.disk.get(TestNode.FOLDER).get(rotten).put(9, (byte) 0x55).put(10, (byte) 0x66);
        assertThat(verify()).extracting(Fault::outcome).containsExactly(Outcome.FOUND);
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.HEALING);
        loop.advance(Duration.ofSeconds(10));
        assertThat(transfer.status().state()).isEqualTo(State.COMPLETE);
        assertThat(ChunkId.ofChunk(node.disk.get(TestNode.FOLDER).get(rotten))).isEqualTo(rotten);
        assertThat(verify()).isEmpty();
    }

    @Test
    void fetchesAgainWhatTheStoreHasDroppedOfCachedContent() {
        MemoryStore store = new MemoryStore();
        node.exchange.addStore(store, 0, 5);
        Transfer caching = node.fetch(content.link().withoutSecret());
        FakeNet.connect(node, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(caching.status().state()).isEqualTo(State.COMPLETE);
        assertThat(verify()).isEmpty();
        store.chunks.remove(content.data.get(7));
        assertThat(verify())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("lack 1 chunks"));
        assertThat(store.chunks).as("verify changes nothing").doesNotContainKey(content.data.get(7));
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.HEALING);
        loop.advance(Duration.ofSeconds(3));
        assertThat(store.chunks).containsKey(content.data.get(7));
        assertThat(verify()).isEmpty();
    }

    @Test
    void fetchesAFolderAgainOfWhichContentSaysThatItIsNotWhole() {
        Transfer fetched = node.fetch(content.link());
        FakeNet.connect(node, sharer);
        loop.advance(Duration.ofSeconds(3));
        assertThat(fetched.status().state()).isEqualTo(State.COMPLETE);
        assertThat(repair()).isEmpty();
        node.contents.unfinished.add(new Contents.Unfinished(content.link(), TestNode.FOLDER));
        node.disk.get(TestNode.FOLDER).remove(content.data.get(7));
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.HEALING);
        loop.advance(Duration.ofSeconds(3));
        assertThat(node.has(content)).isTrue();
        assertThat(node.exchange.transfers())
                .extracting(Transfer::id)
                .doesNotContain(fetched.id())
                .hasSize(1);
    }

    @Test
    void writesADamagedJournalOfAKnownTransferAnewAndKeepsTheDamagedOne() throws Exception {
        Path journal = journalOf(half());
        byte[] good = Files.readAllBytes(journal);
        byte[] bad = good.clone();
        bad[0] ^= 1;
        Files.write(journal, bad);
        assertThat(verify()).extracting(Fault::outcome).containsExactly(Outcome.FOUND);
        assertThat(journal).hasBinaryContent(bad);
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(journal).hasBinaryContent(good);
        assertThat(setAside()).singleElement().satisfies(it -> assertThat(it).hasBinaryContent(bad));
        assertThat(verify()).isEmpty();
    }

    @Test
    void setsADamagedJournalAsideOfWhichNothingElseIsKnownAndSaysSo() throws Exception {
        Path stray = Files.createDirectories(state.resolve("2/transfers")).resolve("abcdefgh");
        Files.write(stray, new byte[] {1, 2, 3});
        assertThat(repair()).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LEFT);
            assertThat(it.message()).contains("give its link");
        });
        assertThat(stray).doesNotExist();
        assertThat(setAside()).singleElement().satisfies(it -> assertThat(it).hasBinaryContent(new byte[] {1, 2, 3}));
        assertThat(verify()).isEmpty();
    }

    @Test
    void leavesAJournalOfALaterVersionAlone() throws Exception {
        Path later = Files.createDirectories(state.resolve("2/transfers")).resolve("abcdefgh");
        Files.write(later, new byte[] {(byte) 0xa1, 0, 3});
        for (Fault fault : Stream.concat(verify().stream(), repair().stream()).toList()) {
            assertThat(fault.message()).contains("format version 3; this node reads 2");
        }
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.LEFT);
        assertThat(later).hasBinaryContent(new byte[] {(byte) 0xa1, 0, 3});
        assertThat(node.exchange.upkeep()).extracting(Upkeep::turn).isEqualTo(1);
    }

    private Path entryOf(TestContent shared) {
        return state.resolve("2/shares").resolve(shared.root.toString());
    }

    @Test
    void writesTheEntryOfAShareAnewThatWasLostAndServesItAgain() throws Exception {
        node.share(content, true);
        Files.delete(entryOf(content));
        assertThat(verify()).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(it.message()).contains("share " + content.root + " is not among those");
        });
        assertThat(entryOf(content)).doesNotExist();
        node.exchange.close();
        TestNode next = new TestNode(2, loop, loop, state.resolve("2"), Configured.DEFAULT);
        next.contents.shared.putAll(node.contents.shared);
        node = next.bound();
        node.exchange.start();
        loop.advance(Duration.ofSeconds(1));
        assertThat(node.exchange.shares()).as("was lost").isEmpty();
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        loop.advance(Duration.ofSeconds(1));
        assertThat(entryOf(content)).exists();
        assertThat(node.exchange.shares()).hasSize(1);
        assertThat(verify()).isEmpty();
    }

    @Test
    void servesNothingThatWasNotToBeServedAgainOrIsSharedNoMore() throws Exception {
        node.share(content, false);
        assertThat(repair()).isEmpty();
        assertThat(entryOf(content)).doesNotExist();
        TestContent other = TestContent.of(5, 40_000, 7);
        Share kept = node.share(other, true);
        assertThat(entryOf(other)).exists();
        kept.close();
        loop.advance(Duration.ofMillis(1));
        // As if content had not got to forget it before the process was killed.
        node.contents.shared.put(other.root, other);
        assertThat(repair()).isEmpty();
        assertThat(entryOf(other)).doesNotExist();
    }

    @Test
    void takesAShareForKeptWhoseFileIsThereThoughTheListDoesNotNameIt() throws Exception {
        node.share(content, true);
        Files.delete(state.resolve("2/kept-shares"));
        assertThat(verify()).isEmpty();
        assertThat(repair()).isEmpty();
        assertThat(entryOf(content)).exists();
    }

    @Test
    void writesADamagedListOfSharesAnew() throws Exception {
        node.share(content, true);
        Path list = state.resolve("2/kept-shares");
        byte[] good = Files.readAllBytes(list);
        Files.write(list, new byte[] {1, 2, 3});
        assertThat(verify()).extracting(Fault::outcome).containsExactly(Outcome.FOUND);
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(list).hasBinaryContent(good);
        assertThat(setAside()).singleElement().satisfies(it -> assertThat(it).hasBinaryContent(new byte[] {1, 2, 3}));
        assertThat(verify()).isEmpty();
    }

    @Test
    void leavesAListOfSharesThatItCannotReadUntilItIsRepaired() throws Exception {
        node.share(content, true);
        node.exchange.close();
        Path list = state.resolve("2/kept-shares");
        byte[] bad = {1, 2, 3};
        Files.write(list, bad);
        node = node(2);
        TestContent other = TestContent.of(5, 40_000, 7);
        node.share(other, true);
        assertThat(entryOf(other)).exists();
        assertThat(list).hasBinaryContent(bad);
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        Files.delete(entryOf(other));
        assertThat(verify())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("share " + other.root));
    }

    @Test
    void doesNotWriteDownATransferAgainThatEndsMeanwhile() throws Exception {
        // Threads take what came last, as any of several may be the first to get to it.
        ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        node.exchange.close();
        node = new TestNode(2, loop, tasks::push, state.resolve("2"), Configured.DEFAULT).bound();
        Transfer transfer = node.fetch(content.link());
        runAll(tasks);
        Path journal = journalOf(transfer);
        Files.write(journal, new byte[] {1, 2, 3});
        var repair = node.exchange.upkeep().repair();
        loop.advance(Duration.ofMillis(1));
        transfer.cancel();
        loop.advance(Duration.ofMillis(1));
        runAll(tasks);
        assertThat(faults(repair)).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(journal).doesNotExist();
    }

    private void runAll(ArrayDeque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.pop().run();
            loop.advance(Duration.ofMillis(1));
        }
    }

    private Path cached(MemoryStore store) {
        node.exchange.addStore(store, 0, 5);
        node.exchange.start();
        FakeNet.connect(node, sharer);
        var unused = node.exchange.cache().add(content.link(), true);
        loop.advance(Duration.ofSeconds(3));
        assertThat(store.chunks.keySet()).isEqualTo(content.chunks.keySet());
        return state.resolve("2/cached").resolve(content.root.toString());
    }

    @Test
    void writesADamagedEntryOfCachedContentAnew() throws Exception {
        Path entry = cached(new MemoryStore());
        byte[] good = Files.readAllBytes(entry);
        byte[] flipped = good.clone();
        flipped[48] ^= 0x10;
        HoldingRecord record = HoldingRecord.decode(good);
        HoldingRecord other = new HoldingRecord(
                TestContent.of(5, 40_000, 7).link().withoutSecret(),
                record.stage(),
                record.followed(),
                record.pinned(),
                record.bytesHere(),
                record.bytesTotal(),
                record.stored(),
                record.served());
        for (byte[] bad : List.of(new byte[] {1, 2, 3}, flipped, other.encode())) {
            Files.write(entry, bad);
            assertThat(verify()).extracting(Fault::outcome).containsExactly(Outcome.FOUND);
            assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
            assertThat(entry).hasBinaryContent(good);
            assertThat(verify()).isEmpty();
        }
    }

    @Test
    void followsCachedContentAgainOfWhichADamagedEntryTellsNoMoreThanTheRoot() throws Exception {
        MemoryStore store = new MemoryStore();
        Path entry = cached(store);
        node.exchange.close();
        loop.advance(Duration.ofMillis(1));
        Files.write(entry, new byte[] {1, 2, 3});
        node = node(2);
        node.exchange.addStore(store, 0, 5);
        node.exchange.start();
        loop.advance(Duration.ofSeconds(1));
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.HEALING);
        loop.advance(Duration.ofSeconds(3));
        assertThat(verify()).isEmpty();
        CompletableFuture<List<CachedContent>> list =
                node.exchange.cache().list().toCompletableFuture();
        loop.advance(Duration.ofMillis(1));
        assertThat(list.join()).singleElement().satisfies(it -> {
            assertThat(it.state()).as("all of it lay in the store").isEqualTo(CachedContent.State.COMPLETE);
            assertThat(it.followed()).isTrue();
        });
    }

    @Test
    void leavesAnEntryOfCachedContentOfALaterVersionAloneEvenIfItIsFollowedAgain() throws Exception {
        byte[] later = {(byte) 0xa1, 0, 3};
        Path entry = Files.createDirectories(state.resolve("2/cached")).resolve(content.root.toString());
        Files.write(entry, later);
        cached(new MemoryStore());
        assertThat(repair()).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LEFT);
            assertThat(it.message()).contains("it has format version 3; this node reads 2");
        });
        assertThat(entry).hasBinaryContent(later);
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> all = Files.list(state.resolve("2/damaged"))) {
            return all.toList();
        }
    }
}
