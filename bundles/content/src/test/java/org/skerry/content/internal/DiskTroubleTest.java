// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.WantedChunk;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;

/** A disk that is full, or answers with EIO. */
class DiskTroubleTest extends FaultyDiskCase {

    private static Set<ChunkId> pages(Ferry ferry) {
        return ferry.wanted().stream()
                .filter(WantedChunk::manifest)
                .map(WantedChunk::id)
                .collect(Collectors.toSet());
    }

    private TransferResult.Failed failed(Ferry ferry) throws Exception {
        TransferResult result = ferry.result();
        assertThat(result).isInstanceOf(TransferResult.Failed.class);
        TransferResult.Failed failed = (TransferResult.Failed) result;
        assertThat(failed.message()).doesNotContain("\n").doesNotContain("Exception");
        return failed;
    }

    @Test
    void saysThatTheDiskIsFullAtWhateverMomentAndGoesOnWhenThereIsRoom() throws Exception {
        Set<String> causes = new HashSet<>();
        for (int blocks = 0; blocks < 150; blocks += 6) {
            receiver.close();
            disk = disk();
            receiver = open(disk);
            disk.room(disk.used() + (long) blocks * BLOCK);
            try (Ferry ferry = fetch()) {
                TransferResult.Failed failed = failed(ferry);
                assertThat(failed.cause()).as(failed.message()).isEqualTo(Cause.DISK_FULL);
                causes.add(failed.message().replaceAll("[0-9]+", "#"));
            }
            disk.room(Long.MAX_VALUE);
            fetchAll();
        }
        assertThat(causes)
                .hasSizeGreaterThan(1)
                .allMatch(it -> it.contains("full") || it.contains("are free") || it.contains("does not fit"));
    }

    @Test
    void keepsWhatItTookBeforeTheDiskWasFull() throws Exception {
        Set<ChunkId> arrived;
        try (Ferry ferry = Ferry.between(shared, receiver, request(), 6)) {
            await().until(() -> ferry.arrived().stream()
                            .filter(id -> !pages(ferry).contains(id))
                            .count()
                    == 6);
            arrived = new HashSet<>(ferry.arrived());
        }
        assertThat(arrived).hasSizeGreaterThan(6);
        disk.room(disk.used() + BLOCK);
        try (Ferry ferry = fetch()) {
            assertThat(failed(ferry).cause()).isEqualTo(Cause.DISK_FULL);
        }
        disk.room(Long.MAX_VALUE);
        try (Ferry ferry = fetch()) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).extracting(WantedChunk::id).doesNotContainAnyElementsOf(arrived);
        }
        assertRight();
    }

    @Test
    void keepsTheManifestOfAFetchForWhichThereWasNoRoomToBegin() throws Exception {
        keepsTheManifestOfAFetchWithoutRoom();
    }

    @Test
    void keepsTheManifestOfAFetchThatCouldNotNoteThatItDidNotBegin() throws Exception {
        disk.trouble((what, path) -> what == DiskOperation.DELETE && path.endsWith("target"));
        keepsTheManifestOfAFetchWithoutRoom();
    }

    private void keepsTheManifestOfAFetchWithoutRoom() throws Exception {
        // What the state needs, and not what the files need.
        disk.room(disk.used() + 60L * BLOCK);
        try (Ferry ferry = fetch()) {
            assertThat(failed(ferry).cause()).isEqualTo(Cause.DISK_FULL);
            assertThat(ferry.wanted()).isNotEmpty().allMatch(WantedChunk::manifest);
        }
        assertThat(out().resolve(".skerry-partial")).doesNotExist();
        disk.trouble(DiskTrouble.NONE);
        disk.room(Long.MAX_VALUE);
        receiver.close();
        receiver = open(disk);
        try (Ferry ferry = fetch()) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).isNotEmpty().noneMatch(WantedChunk::manifest);
        }
    }

    @Test
    void fetchesAManifestFromPeersThatTheDiskDoesNotGiveWhereItWasFetchedToBefore() throws Exception {
        fetchAll();
        Path other = out().resolveSibling("other");
        AcquireRequest again =
                new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(other), other.getParent());
        for (DiskOperation what : new DiskOperation[] {DiskOperation.READ, DiskOperation.OPEN}) {
            disk.trouble((operation, path) -> operation == what
                    && path.endsWith("pages")
                    && path.startsWith("/home/node/content/fetched")
                    && !path.toString().contains(".building"));
            try (Ferry ferry = Ferry.between(shared, receiver, again)) {
                assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
                assertThat(ferry.wanted()).anyMatch(WantedChunk::manifest);
            }
            disk.trouble(DiskTrouble.NONE);
            PrivateFiles.delete(other);
            receiver.close();
            receiver = open(disk);
        }
    }

    @Test
    void aShareThatTheDiskDoesNotShowIsNotTakenForUnknown() throws Exception {
        good.trouble((what, path) -> what == DiskOperation.LOOK && path.endsWith("summary"));
        assertThat(sender.reopen(shared.link().root()).toCompletableFuture().get())
                .isPresent();
        good.trouble((what, path) -> path.endsWith("summary"));
        sender.close();
        sender = open(good);
        assertThat(sender.reopen(shared.link().root()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("Input/output error");
        good.trouble(DiskTrouble.NONE);
        assertThat(sender.reopen(shared.link().root()).toCompletableFuture().get())
                .isPresent();
    }

    @Test
    void aShareOfWhoseFolderTheDiskDoesNotTellIsNotTakenForUnknown() throws Exception {
        good.trouble(
                (what, path) -> path.getParent() != null && path.getParent().endsWith("shares"));
        sender.close();
        sender = open(good);
        assertThat(sender.reopen(shared.link().root())
                        .handle((found, failure) -> failure != null || found.isPresent())
                        .toCompletableFuture()
                        .get())
                .as("found, or not told")
                .isTrue();
        good.trouble(DiskTrouble.NONE);
        assertThat(sender.reopen(shared.link().root()).toCompletableFuture().get())
                .isPresent();
    }

    @Test
    void aShareThatCannotBeReplacedStaysAsItWas() throws Exception {
        Path folder = good.fileSystem().getPath("/in");
        for (boolean back : new boolean[] {true, false}) {
            AtomicInteger renames = new AtomicInteger();
            good.trouble((what, path) -> what == DiskOperation.RENAME
                    && path.startsWith("/home/node/content/shares")
                    && !path.endsWith("secret.new")
                    && !path.endsWith("summary.new")
                    && !path.endsWith("averages.new")
                    && renames.incrementAndGet() >= 2
                    && (!back || renames.get() == 2));
            assertThat(sender.share(new ShareRequest(List.of(folder), false), progress -> {})
                            .toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("Input/output error");
            assertThat(renames.get()).isEqualTo(3);
            good.trouble(DiskTrouble.NONE);
            if (!back) {
                sender.close();
                sender = open(good);
            }
            assertThat(sender.reopen(shared.link().root()).toCompletableFuture().get())
                    .isPresent();
        }
    }

    @Test
    void saysSoWhenAFolderCannotBeListedToItsEnd() throws Exception {
        try (Ferry ferry = Ferry.between(shared, receiver, request(), 6)) {
            await().until(() -> ferry.arrived().size() >= 6);
        }
        disk.trouble((what, path) -> what == DiskOperation.LIST && path.startsWith("/got"));
        try (Ferry ferry = fetch()) {
            assertThat(failed(ferry).cause()).isEqualTo(Cause.IO);
            assertThat(failed(ferry).message()).contains("Input/output error");
        }
        disk.trouble(DiskTrouble.NONE);
        fetchAll();
        sender.close();
        sender = open(good);
        good.trouble((what, path) -> what == DiskOperation.LIST && path.startsWith("/home/node/content/shares"));
        assertThat(sender.reopen(shared.link().root()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("Input/output error");
        good.trouble(DiskTrouble.NONE);
        assertThat(sender.reopen(shared.link().root()).toCompletableFuture().get())
                .isPresent();
    }

    @Test
    void saysWhatTheDiskSaidAndGoesOnWhenItIsWell() throws Exception {
        for (DiskOperation operation : DiskOperation.values()) {
            if (operation == DiskOperation.LOOK || operation == DiskOperation.LIST || operation == DiskOperation.READ) {
                continue;
            }
            receiver.close();
            disk = disk();
            receiver = open(disk);
            disk.trouble((what, path) -> what == operation && path.startsWith("/got"));
            try (Ferry ferry = fetch()) {
                if (operation == DiskOperation.RENAME || operation == DiskOperation.OPEN) {
                    ferry.awaitExhausted(); // files are linked to their names, and nothing was there before
                } else {
                    TransferResult.Failed failed = failed(ferry);
                    assertThat(failed.cause()).isEqualTo(Cause.IO);
                    assertThat(failed.message()).contains("/got").contains("Input/output error");
                }
            }
            disk.trouble(DiskTrouble.NONE);
            fetchAll();
        }
    }
}
