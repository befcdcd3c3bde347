// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferResult.Cause;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.SharedContent;

class ResumeTest extends AcquireCase {

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
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        } finally {
            System.setErr(before);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(it -> it.contains("WARN")))
                .singleElement()
                .asString()
                .contains(out + ": ", " parts of files are damaged, or");
    }

    @Test
    void refusesAFileThatHasItsNameAlreadyAndThatSomeoneHasChanged() throws Exception {
        SharedContent shared = fetchedButForOneFile();
        byte[] bytes = Files.readAllBytes(out.resolve("big"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(out.resolve("big"), bytes);
        try (Ferry ferry = fetch(shared, out)) {
            assertFailed(ferry, Cause.TARGET_OCCUPIED, "big");
        }
        assertThat(out.resolve("big")).hasBinaryContent(bytes);
    }

    private SharedContent fetchedButForOneFile() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        restart();
        Files.delete(out.resolve("bigger"));
        Files.writeString(
                Files.createDirectory(out.resolve(".skerry-partial")).resolve("root"),
                shared.manifest().root().toString());
        return shared;
    }

    @Test
    void healsAFileThatHasItsNameAlreadyWhereTheDiskHasChangedIt() throws Exception {
        SharedContent shared = fetchedButForOneFile();
        List<Path> named;
        try (Stream<Path> all = Files.walk(out)) {
            named = all.filter(Files::isRegularFile)
                    .filter(it -> !it.startsWith(out.resolve(".skerry-partial")))
                    .filter(it -> it.toFile().length() > 0)
                    .toList();
        }
        assertThat(named).as("large and packed ones").hasSizeGreaterThan(10);
        for (Path file : named) {
            FileTime time = Files.getLastModifiedTime(file);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, time);
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
    void fetchesAgainToWhereItServesFrom() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
            Files.delete(out.resolve("bigger"));
            ChunkId root = shared.link().root();
            try (Ferry again = fetch(shared, out)) {
                assertThat(again.result()).isInstanceOf(TransferResult.Complete.class);
                assertThat(Trees.differences(folder, out)).isEmpty();
                assertThat(again.acquisition().read(root).toCompletableFuture().get())
                        .isInstanceOf(ChunkRead.Found.class);
                // The one before serves no more: nothing piles up.
                await().until(() ->
                        ferry.acquisition().read(root).toCompletableFuture().get() instanceof ChunkRead.Missing);
            }
        }
    }

    @Test
    void letsOnlyOneAtATimeWriteToAPlace() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 5)) {
            ferry.awaitExhausted();
            try (Ferry again = fetch(shared, out)) {
                assertFailed(again, Cause.TARGET_OCCUPIED, "being fetched");
            }
        }
    }

    @Test
    void keepsNoPlanWhenItIsClosed() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
        }
        try (Stream<Path> state = Files.walk(dir.resolve("state b"))) {
            assertThat(state.map(it -> it.getFileName().toString()))
                    .contains("pages")
                    .doesNotContain("plan.mv");
        }
    }

    @Test
    void namesSmallFilesThatWereWholeButHadNoNameYet() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
        }
        Path partial = Files.createDirectory(out.resolve(".skerry-partial"));
        Files.writeString(partial.resolve("root"), shared.link().root().toString());
        // Numbers are those of the catalog, in which two files come before: big and bigger.
        Files.move(out.resolve("sub/small 0"), partial.resolve("2"));
        Files.move(out.resolve("sub/small 1"), partial.resolve("3"));
        restart();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).isEmpty();
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
        Files.createDirectory(partial);
        Files.writeString(partial.resolve("root"), shared.link().root().toString());
        Files.delete(out.resolve("sub/small 0"));
        Files.write(partial.resolve("2"), Trees.bytes(5000, 99));
        restart();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).hasSize(1);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    @Test
    void makesFoldersAndLinksAgainThatWereDeletedFromAWholeFolder() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
        }
        for (String deleted : List.of("sub/sub/link", "empty")) {
            Files.delete(out.resolve(deleted));
            restart();
            try (Ferry ferry = fetch(shared, out)) {
                assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
                assertThat(ferry.wanted()).isEmpty();
            }
            assertThat(Trees.differences(folder, out)).as(deleted).isEmpty();
        }
    }

    @Test
    void namesSmallFilesThoughTheirFolderIsNotThereYet() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            ferry.result();
        }
        Path partial = Files.createDirectory(out.resolve(".skerry-partial"));
        Files.writeString(partial.resolve("root"), shared.link().root().toString());
        Files.move(out.resolve("sub/small 0"), partial.resolve("2"));
        PrivateFiles.delete(out.resolve("sub"));
        restart();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
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
}
