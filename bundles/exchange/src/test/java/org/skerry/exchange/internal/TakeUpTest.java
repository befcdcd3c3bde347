// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skerry.api.CachedContent;
import org.skerry.api.Share;
import org.skerry.api.Transfer;
import org.skerry.api.TransferStatus.State;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Kept;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.base.loop.ManualLoop;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;

/** A node starts on a disk that does not give all of its journal, for a while or for ever. */
class TakeUpTest {

    private final ManualLoop loop = new ManualLoop();
    private final TestContent shared = TestContent.of(20, 9000, 31);
    private final TestContent cached = TestContent.of(20, 9000, 32);
    private final TestContent fetched = TestContent.of(20, 9000, 33);
    private final MemoryStore store = new MemoryStore();
    private FaultyDisk disk;
    private Path home;
    private TestNode node;
    /** Each has a chance of its own. */
    private int lives;

    private TestNode node() {
        TestNode next = new TestNode(++lives, loop, loop, home, Configured.DEFAULT).bound();
        next.exchange.addStore(store, 0, 1);
        return next;
    }

    @BeforeEach
    void before() throws IOException {
        disk = FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build()));
        home = Files.createDirectory(disk.fileSystem().getPath("/home"));
        node = node();
        node.exchange.start();
        node.share(shared, true);
        node.fetch(fetched.link());
        now(node.exchange.cache().add(cached.link(), true));
        loop.advance(Duration.ofMillis(10));
    }

    private void restart() {
        TestNode before = node;
        before.exchange.close();
        loop.advance(Duration.ofMillis(10));
        node = node();
        node.contents.shared.putAll(before.contents.shared);
        node.exchange.start();
        loop.advance(Duration.ofMillis(10));
    }

    private <T> T now(CompletionStage<T> stage) {
        loop.advance(Duration.ofMillis(1));
        CompletableFuture<T> done = stage.toCompletableFuture();
        assertThat(done).isDone();
        return done.join();
    }

    private List<CachedContent> caches() {
        return now(node.exchange.cache().list());
    }

    private List<Finding> missing() {
        return node.exchange.findings(List.of()).stream()
                .filter(it -> !it.ready())
                .toList();
    }

    private List<Fault> faults(CompletionStage<List<Kept>> asked) {
        CompletableFuture<List<Kept>> kept = asked.toCompletableFuture();
        loop.advance(Duration.ofSeconds(1));
        assertThat(kept).isCompleted();
        return kept.join().stream().flatMap(it -> it.faults().stream()).toList();
    }

    private void assertAllThere() {
        assertThat(missing()).isEmpty();
        assertThat(node.exchange.shares()).extracting(Share::link).containsExactly(shared.link());
        assertThat(node.exchange.transfers())
                .extracting(Transfer::link)
                .containsExactlyInAnyOrder(fetched.link(), cached.link().withoutSecret());
        assertThat(caches()).singleElement().matches(CachedContent::pinned);
    }

    @Test
    void takesAllUpAgain() {
        restart();
        assertAllThere();
        restart();
        assertAllThere();
    }

    @ParameterizedTest
    @CsvSource({
        "shares, FOLDER", "transfers, FOLDER", "cached, FOLDER",
        "shares, LOOK", "transfers, LOOK", "cached, LOOK",
        "transfers, FILE", "cached, FILE"
    })
    void takesUpWhatTheDiskDoesNotGiveAsSoonAsItDoes(String unread, String what) {
        disk.trouble((operation, path) -> switch (what) {
            case "FOLDER" -> path.endsWith(unread);
            case "LOOK" -> operation == DiskOperation.LOOK && isIn(unread, path);
            default -> operation != DiskOperation.WRITE && isIn(unread, path);
        });
        restart();
        loop.advance(Duration.ofMinutes(20));
        assertThat(missing())
                .singleElement()
                .extracting(Finding::message, STRING)
                .contains("/home/" + unread, "Input/output error; it is taken up as soon as the disk gives it");
        disk.trouble(DiskTrouble.NONE);
        loop.advance(Duration.ofMinutes(6));
        assertAllThere();
        restart();
        assertAllThere();
    }

    private static boolean isIn(String folder, Path path) {
        return path.getParent() != null && path.getParent().endsWith(folder);
    }

    @Test
    void doesNotTakeUpWhatWasDroppedMeanwhileThoughItsFileCannotBeDeleted() {
        disk.trouble((operation, path) -> path.endsWith("transfers") || operation == DiskOperation.DELETE);
        restart();
        now(node.exchange.cache().drop(cached.root));
        node.exchange.shares().get(0).close();
        node.exchange.transfers().forEach(Transfer::cancel);
        loop.advance(Duration.ofMinutes(10));
        assertThat(caches()).isEmpty();
        assertThat(node.exchange.shares()).isEmpty();
        disk.trouble(DiskTrouble.NONE);
        loop.advance(Duration.ofMinutes(10));
        assertThat(caches()).isEmpty();
        assertThat(node.exchange.shares()).isEmpty();
        assertThat(missing()).isEmpty();
    }

    @Test
    void asksContentForAShareThatCannotBeOpenedNoMoreOftenTheLongerTheDiskFails() {
        disk.trouble((operation, path) -> path.endsWith("transfers"));
        node.exchange.close();
        loop.advance(Duration.ofMillis(10));
        node = node();
        node.contents.failures = 1_000_000;
        node.exchange.start();
        loop.advance(Duration.ofHours(1));
        int before = node.contents.failures;
        loop.advance(Duration.ofMinutes(10));
        assertThat(before - node.contents.failures).isBetween(59, 61);
    }

    @Test
    void readsNothingAfterItHasStopped() {
        disk.trouble((operation, path) -> path.endsWith("shares"));
        restart();
        node.exchange.close();
        loop.advance(Duration.ofMillis(10));
        disk.trouble((operation, path) -> {
            throw new AssertionError(operation + " " + path);
        });
        loop.advance(Duration.ofMinutes(20));
    }

    @Test
    void aRepairLeavesWhatTheDiskDoesNotGive() {
        disk.trouble((operation, path) -> isIn("transfers", path) || isIn("cached", path));
        restart();
        assertThat(faults(node.exchange.upkeep().verify(false)))
                .hasSize(3)
                .allMatch(it -> it.outcome() == Outcome.FOUND && it.message().contains("Input/output error"));
        assertThat(faults(node.exchange.upkeep().repair()))
                .hasSize(3)
                .allMatch(it -> it.outcome() == Outcome.LEFT && it.message().contains("look at the disk"));
        disk.trouble(DiskTrouble.NONE);
        loop.advance(Duration.ofMinutes(6));
        assertAllThere();
    }

    @Test
    void aFolderOfSharesThatCannotBeListedIsOneFaultAndLosesNone() {
        restart();
        disk.trouble((operation, path) -> path.endsWith("shares") || isIn("shares", path));
        for (CompletionStage<List<Kept>> asked : List.of(
                node.exchange.upkeep().verify(false), node.exchange.upkeep().repair())) {
            assertThat(faults(asked))
                    .singleElement()
                    .extracting(Fault::message, STRING)
                    .contains("/home/shares", "Input/output error");
        }
    }

    @Test
    void saysThatAnEntryIsDamagedUntilARepairHasSetItAside() throws IOException {
        Path entry = home.resolve("transfers")
                .resolve(node.exchange.transfers().get(0).id().value());
        node.exchange.close();
        loop.advance(Duration.ofMillis(10));
        Files.write(entry, new byte[] {1, 2, 3});
        restart();
        assertThat(missing())
                .singleElement()
                .extracting(Finding::message, STRING)
                .contains(entry + " cannot be read", "'skerry repair'");
        assertThat(faults(node.exchange.upkeep().repair())).hasSize(1);
        assertThat(missing()).isEmpty();
    }

    @Test
    void saysThatAShareIsNotServedUntilItIs() {
        node.exchange.close();
        loop.advance(Duration.ofMillis(10));
        TestNode before = node;
        node = node();
        node.contents.shared.putAll(before.contents.shared);
        node.contents.failures = 3;
        node.exchange.start();
        loop.advance(Duration.ofSeconds(25));
        assertThat(missing())
                .singleElement()
                .extracting(Finding::message, STRING)
                .isEqualTo("locked; 'skerry repair' mends it if its files are as they were; else 'skerry unshare "
                        + shared.root + "' forgets it");
        loop.advance(Duration.ofSeconds(10));
        assertAllThere();
    }

    @Test
    void aShareThatCannotBeOpenedCanBeClosedByItsRoot() {
        node.exchange.close();
        loop.advance(Duration.ofMillis(10));
        node = node();
        node.contents.failures = 1_000_000;
        node.exchange.start();
        loop.advance(Duration.ofMinutes(1));
        assertThat(missing()).hasSize(1);
        assertThat(now(node.exchange.unshare(shared.root))).isTrue();
        assertThat(missing()).isEmpty();
        int left = node.contents.failures;
        loop.advance(Duration.ofMinutes(1));
        assertThat(node.contents.failures).as("asks no more").isEqualTo(left);
        assertThat(now(node.exchange.unshare(shared.root))).isFalse();
        assertThat(home.resolve("shares").resolve(shared.root.toString())).doesNotExist();
    }

    @Test
    void aShareThatIsServedCanBeClosedByItsRoot() {
        assertThat(now(node.exchange.unshare(shared.root))).isTrue();
        assertThat(node.exchange.shares()).isEmpty();
        restart();
        assertThat(node.exchange.shares()).isEmpty();
    }

    @Test
    void whatIsPausedStaysSoThoughAnotherRecordCannotBeRead() {
        TestContent other = TestContent.of(20, 9000, 34);
        now(node.exchange.cache().add(other.link(), false));
        Transfer paused = node.exchange.transfers().get(1);
        assertThat(paused.link()).isEqualTo(cached.link().withoutSecret());
        paused.pause();
        loop.advance(Duration.ofMillis(10));
        disk.trouble((operation, path) -> isIn("cached", path) && path.endsWith(other.root.toString()));
        restart();
        loop.advance(Duration.ofMinutes(1));
        disk.trouble(DiskTrouble.NONE);
        loop.advance(Duration.ofMinutes(6));
        assertThat(node.exchange.transfers()).hasSize(3).anySatisfy(it -> {
            assertThat(it.id()).isEqualTo(paused.id());
            assertThat(it.status().state()).isEqualTo(State.PAUSED);
        });
    }

    @Test
    void aFetchThatWasHeldBackMakesItsRecordAnewWhereThereIsNone() throws IOException {
        TestContent other = TestContent.of(20, 9000, 34);
        now(node.exchange.cache().add(other.link(), false));
        node.exchange.close();
        loop.advance(Duration.ofMillis(10));
        Files.delete(home.resolve("cached").resolve(cached.root.toString()));
        disk.trouble((operation, path) -> isIn("cached", path) && path.endsWith(other.root.toString()));
        restart();
        assertThat(node.exchange.transfers()).hasSize(1);
        disk.trouble(DiskTrouble.NONE);
        loop.advance(Duration.ofMinutes(6));
        assertThat(node.exchange.transfers()).hasSize(3);
        assertThat(caches()).hasSize(2);
    }
}
