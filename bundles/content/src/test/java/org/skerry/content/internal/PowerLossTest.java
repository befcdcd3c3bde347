// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.skerry.api.ShareException;
import org.skerry.api.TransferResult;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;

/** What a node is left with when its power has gone. */
class PowerLossTest extends FaultyDiskCase {

    private static final int SEEDS = 12;

    @Test
    void aShareOutlivesThePower() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk its = disk();
            LocalContents contents = open(its);
            Path folder = Files.createDirectories(its.fileSystem().getPath("/mine"));
            Trees.write(folder.resolve("file"), 100_000, 1);
            its.sync();
            SharedContent told = share(contents, folder);
            its.losePower(new Random(seed));
            contents.close();
            try (LocalContents after = open(its)) {
                Optional<SharedContent> again =
                        after.reopen(told.link().root()).toCompletableFuture().get();
                assertThat(again).as("seed %d", seed).isPresent();
                assertThat(again.get().link()).isEqualTo(told.link());
                assertThat(share(after, folder).link()).as("same secret").isEqualTo(told.link());
            }
        }
    }

    @Test
    void whatWasFetchedOutlivesThePowerAndIsNotFetchedAgain() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            receiver.close();
            disk = disk();
            receiver = open(disk);
            fetchAll();
            losePower(seed);
            assertRight();
            assertThat(receiver.reopenFetched(shared.link().root(), out())
                            .toCompletableFuture()
                            .get())
                    .as("seed %d", seed)
                    .isPresent();
            assertThat(fetchAll()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void aFetchGoesOnWhenThePowerWentInTheMidstOfIt() throws Exception {
        for (int changes = 0; changes < 240; changes += 8) {
            receiver.close();
            disk = disk();
            receiver = open(disk);
            disk.offAfter(changes);
            try (Ferry ferry = fetch()) {
                ferry.awaitExhausted();
            }
            losePower(changes);
            rightIfNamed(changes);
            fetchAll();
        }
    }

    /** Its files have their names then, and what is not whole is about to go. */
    @Test
    void whatIsNamedIsNotFetchedAgainWhenThePowerGoesBeforeTheEnd() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            receiver.close();
            disk = disk();
            receiver = open(disk);
            disk.trouble((what, path) -> what == DiskOperation.DELETE && path.endsWith(".skerry-partial"));
            try (Ferry ferry = fetch()) {
                assertThat(ferry.result()).isInstanceOf(TransferResult.Failed.class);
            }
            disk.trouble(DiskTrouble.NONE);
            losePower(seed);
            try (Ferry ferry = fetch()) {
                assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
                assertThat(ferry.wanted()).as("seed %d", seed).allMatch(WantedChunk::manifest);
            }
            assertRight();
        }
    }

    /** What it made before it found no room comes back with the power, or does not. */
    @Test
    void aFetchThatFoundNoRoomCanBeTriedAgainAfterThePowerWent() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            receiver.close();
            disk = disk();
            receiver = open(disk);
            disk.room(400_000);
            try (Ferry ferry = fetch()) {
                assertThat(ferry.result())
                        .isInstanceOfSatisfying(
                                TransferResult.Failed.class,
                                failed -> assertThat(failed.cause()).isEqualTo(TransferResult.Cause.DISK_FULL));
            }
            losePower(seed);
            disk.room(Long.MAX_VALUE);
            try (Ferry ferry = fetch()) {
                assertThat(ferry.result()).as("seed %d", seed).isInstanceOf(TransferResult.Complete.class);
            }
        }
    }

    private void rightIfNamed(int changes) throws Exception {
        if (!Files.isDirectory(out())) {
            return;
        }
        Path in = good.fileSystem().getPath("/in");
        try (var paths = Files.walk(out())) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = out().relativize(path).toString();
                if (!name.startsWith(".skerry-partial") && !Files.isSymbolicLink(path)) {
                    assertThat(Arrays.equals(Files.readAllBytes(path), Files.readAllBytes(in.resolve(name))))
                            .as("%s after %d changes", name, changes)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void sharingGoesOnWhenThePowerWentInTheMidstOfIt() throws Exception {
        for (int changes = 0; changes < 60; changes++) {
            FaultyDisk its = disk();
            LocalContents contents = open(its);
            Path folder = Files.createDirectories(its.fileSystem().getPath("/mine"));
            Trees.write(folder.resolve("file"), 100_000, 1);
            its.sync();
            SharedContent before = share(contents, folder);
            its.offAfter(changes);
            try {
                share(contents, folder);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(ShareException.class).hasMessageContaining("the machine is off");
            }
            its.losePower(new Random(changes));
            contents.close();
            try (LocalContents after = open(its)) {
                assertThat(after.reopen(before.link().root())
                                .toCompletableFuture()
                                .get())
                        .as("after %d changes", changes)
                        .isPresent();
            }
        }
    }

    @Test
    void aShareThatWasForgottenStaysForgotten() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk its = disk();
            LocalContents contents = open(its);
            Path folder = Files.createDirectories(its.fileSystem().getPath("/mine"));
            Trees.write(folder.resolve("file"), 100_000, 1);
            its.sync();
            contents.forget(share(contents, folder).link().root());
            its.losePower(new Random(seed));
            contents.close();
            try (LocalContents after = open(its)) {
                assertThat(after.reopenable()).as("seed %d", seed).isEmpty();
            }
        }
    }
}
