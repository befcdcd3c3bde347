// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

class AcquireTest extends AcquireCase {

    @Test
    void servesWhatItHasWhileItGoesOn() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 100)) {
            ferry.awaitExhausted();
            List<ChunkId> arrived = List.copyOf(ferry.arrived());
            assertThat(arrived).hasSizeGreaterThan(50);
            assertThat(ferry.acquisition()
                            .has(arrived)
                            .toCompletableFuture()
                            .get()
                            .cardinality())
                    .isEqualTo(arrived.size());
            for (ChunkId id : arrived) {
                assertThat(ferry.acquisition().read(id).toCompletableFuture().get())
                        .isInstanceOf(ChunkRead.Found.class);
            }
            List<ChunkId> missing = ferry.wanted().stream()
                    .map(WantedChunk::id)
                    .filter(id -> !arrived.contains(id))
                    .toList();
            assertThat(missing).isNotEmpty();
            assertThat(ferry.acquisition()
                            .read(missing.get(0))
                            .toCompletableFuture()
                            .get())
                    .isInstanceOf(ChunkRead.Missing.class);
        }
    }

    @Test
    void wantsPagesFirstThenContentInOrderWithItsPlaceInTheIndex() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
            List<WantedChunk> wanted = ferry.wanted();
            assertThat(wanted.get(0).id()).isEqualTo(shared.link().root());
            int firstContent =
                    (int) wanted.stream().takeWhile(WantedChunk::manifest).count();
            List<WantedChunk> content = wanted.subList(firstContent, wanted.size());
            assertThat(content).noneMatch(WantedChunk::manifest);
            for (int i = 0; i < content.size(); i++) {
                WantedChunk chunk = content.get(i);
                assertThat(chunk.position()).isEqualTo(i);
                ChunkId page = chunk.index().orElseThrow();
                ChunkRead.Found read = (ChunkRead.Found)
                        shared.read(page).toCompletableFuture().get();
                IndexPage index = receiver.indexPage(page, read.chunk()).orElseThrow();
                assertThat(index.level()).isZero();
                assertThat(index.entries().get(chunk.slot()))
                        .isEqualTo(new IndexPage.Entry(chunk.id(), chunk.length()));
            }
            assertThat(ferry.acquisition().describe(content.get(0).id(), new byte[0]))
                    .contains("big");
        }
    }

    @Test
    void refusesTheWrongSecret() throws Exception {
        SharedContent shared = mixed();
        Optional<Secret> wrong = Optional.of(Secret.of(new byte[32]));
        AcquireRequest request = new AcquireRequest(shared.link().root(), wrong, Optional.of(out), dir);
        try (Ferry ferry = Ferry.between(shared, receiver, request)) {
            assertFailed(ferry, Cause.WRONG_SECRET, "secret does not open this content");
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws Exception {
        SharedContent shared = mixed();
        Files.createDirectories(out);
        Files.writeString(out.resolve("mine"), "mine");
        try (Ferry ferry = fetch(shared, out)) {
            assertFailed(ferry, Cause.TARGET_OCCUPIED, "-o");
        }
        assertThat(Trees.namesIn(out)).containsExactly("mine");
        Path parent = Files.createDirectories(dir.resolve("parent"));
        Files.createDirectories(parent.resolve("in/other"));
        AcquireRequest request =
                new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.empty(), parent);
        try (Ferry ferry = Ferry.between(shared, receiver, request)) {
            assertFailed(ferry, Cause.TARGET_OCCUPIED, "in");
        }
    }

    @Test
    void overwritesNoFileThatAppearsMeanwhile() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 20)) {
            ferry.awaitExhausted();
        }
        restart();
        Files.writeString(out.resolve("bigger"), "someone's");
        try (Ferry ferry = fetch(shared, out)) {
            assertFailed(ferry, Cause.TARGET_OCCUPIED, "bigger");
        }
        assertThat(out.resolve("bigger")).hasContent("someone's");
    }

    @Test
    void goesThroughNoSymlinkThatWasPutIntoTheTarget() throws Exception {
        SharedContent shared = mixed();
        Path elsewhere = Files.createDirectories(dir.resolve("elsewhere"));
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 20)) {
            ferry.awaitExhausted();
        }
        restart();
        Files.move(out.resolve("sub"), out.resolve("sub away"));
        Files.createSymbolicLink(out.resolve("sub"), elsewhere);
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Failed.class);
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void refusesNamesThatAreOneOnThisDisk() throws Exception {
        Trees.write(folder.resolve("Read me"), 10, 1);
        Trees.write(folder.resolve("read ME"), 10, 2);
        SharedContent shared = share(folder);
        receiver.close();
        receiver = new LocalContents(
                dir.resolve("state b"),
                Settings.defaults(),
                dir.resolve("state b"),
                path -> new DiskRules(true, false));
        try (Ferry ferry = fetch(shared, out)) {
            assertFailed(ferry, Cause.NAME_COLLISION, "'Read me' and 'read ME'");
        }
        Files.delete(folder.resolve("read ME"));
        Trees.write(folder.resolve("h\u00e9"), 10, 1);
        Trees.write(folder.resolve("he\u0301"), 10, 2);
        SharedContent forms = share(folder);
        receiver.close();
        receiver = new LocalContents(
                dir.resolve("state b"),
                Settings.defaults(),
                dir.resolve("state b"),
                path -> new DiskRules(false, true));
        try (Ferry ferry = fetch(forms, dir.resolve("out 2"))) {
            assertFailed(ferry, Cause.NAME_COLLISION, "'he\u0301' and 'h\u00e9'");
        }
    }

    @Test
    void goesThroughTheIndexWithoutASecret() throws Exception {
        SharedContent shared = mixed();
        Set<ChunkId> all = new HashSet<>();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
            ferry.wanted().forEach(it -> all.add(it.id()));
        }
        AcquireRequest request = new AcquireRequest(shared.link().root(), Optional.empty(), Optional.empty(), dir);
        try (Ferry ferry = Ferry.between(shared, receiver, request)) {
            assertThat(ferry.result()).isEqualTo(new TransferResult.Complete(Optional.empty()));
            assertThat(ferry.wanted()).extracting(WantedChunk::id).containsExactlyInAnyOrderElementsOf(all);
            assertThat(ferry.acquisition().progress().chunksDone())
                    .isEqualTo(shared.manifest().chunks());
            assertThat(ferry.acquisition().progress().bytesDone())
                    .isEqualTo(shared.manifest().storedBytes());
        }
    }

    @Test
    void namesNoMoreThanWasAskedFor() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 0)) {
            ferry.awaitExhausted();
            long outstanding = ferry.wanted().size() - ferry.arrived().size();
            assertThat(outstanding).isBetween(1L, (long) Ferry.ON_THEIR_WAY);
        }
    }

    @Test
    void saysNothingAfterItWasClosed() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 30)) {
            ferry.awaitExhausted();
            ferry.close();
            ChunkId last = ferry.wanted().get(ferry.wanted().size() - 1).id();
            ChunkRead.Found read =
                    (ChunkRead.Found) shared.read(last).toCompletableFuture().get();
            assertThat(ferry.acquisition().accept(last, read.chunk()).toCompletableFuture())
                    .isDone();
            assertThat(ferry.acquisition().read(last).toCompletableFuture().get())
                    .isInstanceOf(ChunkRead.Missing.class);
            assertThat(ferry.hasEnded()).isFalse();
        }
    }
}
