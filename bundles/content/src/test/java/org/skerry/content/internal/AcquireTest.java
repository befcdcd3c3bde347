// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

class AcquireTest {

    @TempDir
    Path dir;

    private LocalContents sender;
    private LocalContents receiver;
    private Path folder;
    private Path out;

    @BeforeEach
    void open() throws Exception {
        sender = LocalContents.open(dir.resolve("state a"));
        receiver = LocalContents.open(dir.resolve("state b"));
        folder = Files.createDirectories(dir.resolve("in"));
        out = dir.resolve("out");
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    private SharedContent share(Path... paths) throws Exception {
        return sender.share(new ShareRequest(List.of(paths), false), progress -> {})
                .toCompletableFuture()
                .get();
    }

    private SharedContent mixed() throws Exception {
        Trees.write(folder.resolve("big"), 4 << 20, 1);
        Trees.write(folder.resolve("bigger"), 6 << 20, 2);
        Files.createDirectories(folder.resolve("sub/sub"));
        for (int i = 0; i < 150; i++) {
            Trees.write(folder.resolve("sub/small " + i), 5000 + i, i);
        }
        Files.createSymbolicLink(folder.resolve("sub/sub/link"), Path.of("../../big"));
        return share(folder);
    }

    private AcquireRequest into(SharedContent shared, Path target) {
        return new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(target), dir);
    }

    private void restart() throws Exception {
        receiver.close();
        receiver = LocalContents.open(dir.resolve("state b"));
    }

    private Ferry fetch(SharedContent shared, Path target) {
        return Ferry.between(shared, receiver, into(shared, target));
    }

    private void assertFailed(Ferry ferry, Cause cause, String part) throws Exception {
        TransferResult result = ferry.result();
        assertThat(result).isInstanceOf(TransferResult.Failed.class);
        TransferResult.Failed failed = (TransferResult.Failed) result;
        assertThat(failed.cause()).as(failed.message()).isEqualTo(cause);
        assertThat(failed.message()).contains(part).doesNotContain("\n");
    }

    @Test
    void goesOnWhereItStoppedAndWantsNothingTwice() throws Exception {
        SharedContent shared = mixed();
        Random random = new Random(7);
        Set<ChunkId> arrived = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            int most = 5 + random.nextInt(35);
            try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), most)) {
                ferry.awaitExhausted();
                assertThat(ferry.wanted()).as("round %s", round).noneMatch(it -> arrived.contains(it.id()));
                arrived.addAll(ferry.arrived());
                assertThat(Trees.namesIn(out)).noneMatch(name -> !name.startsWith(".skerry-partial") && half(name));
            }
            restart();
        }
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).noneMatch(it -> arrived.contains(it.id()));
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    /** Whether what has its final name differs from what was shared. */
    private boolean half(String name) {
        try {
            Path file = out.resolve(name);
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.mismatch(file, folder.resolve(name)) >= 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void repairsPartsThatWereDamagedMeanwhile() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 60)) {
            ferry.awaitExhausted();
        }
        restart();
        try (Stream<Path> partial = Files.list(out.resolve(".skerry-partial"))) {
            for (Path file : partial.filter(it -> !it.endsWith("root")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 4] ^= 1;
                Files.write(file, bytes);
            }
        }
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    @Test
    void knowsAFolderThatItWroteAndServesFromIt() throws Exception {
        SharedContent shared = mixed();
        Set<ChunkId> content = new HashSet<>();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
            ferry.wanted().forEach(it -> content.add(it.id()));
        }
        restart();
        try (Ferry again = fetch(shared, out)) {
            assertThat(again.result()).isEqualTo(new TransferResult.Complete(Optional.of(out)));
            assertThat(again.wanted()).isEmpty();
            assertThat(Trees.differences(folder, out)).isEmpty();
            for (ChunkId id : content) {
                ChunkRead read =
                        again.acquisition().read(id).toCompletableFuture().get();
                assertThat(read).isInstanceOf(ChunkRead.Found.class);
                assertThat(ChunkId.ofChunk(((ChunkRead.Found) read).chunk())).isEqualTo(id);
            }
            Files.write(out.resolve("big"), Trees.bytes(4 << 20, 99));
            long changed = content.stream()
                    .filter(id ->
                            again.acquisition().read(id).toCompletableFuture().join() instanceof ChunkRead.Changed)
                    .count();
            assertThat(changed).isGreaterThan(10);
        }
        restart();
        try (Ferry edited = fetch(shared, out)) {
            assertFailed(edited, Cause.TARGET_OCCUPIED, "big");
            assertThat(out.resolve("big")).hasBinaryContent(Trees.bytes(4 << 20, 99));
        }
    }

    @Test
    void fetchesWhatWasDeletedFromAWholeFolder() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
        }
        Files.delete(out.resolve("sub/small 3"));
        Files.delete(out.resolve("bigger"));
        restart();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).isNotEmpty();
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

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
            assertThat(ferry.acquisition().describe(content.get(0).id())).contains("big");
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
        receiver = new LocalContents(dir.resolve("state b"), Settings.defaults(), path -> new DiskRules(true, false));
        try (Ferry ferry = fetch(shared, out)) {
            assertFailed(ferry, Cause.NAME_COLLISION, "'Read me' and 'read ME'");
        }
        Files.delete(folder.resolve("read ME"));
        Trees.write(folder.resolve("h\u00e9"), 10, 1);
        Trees.write(folder.resolve("he\u0301"), 10, 2);
        SharedContent forms = share(folder);
        receiver.close();
        receiver = new LocalContents(dir.resolve("state b"), Settings.defaults(), path -> new DiskRules(false, true));
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
