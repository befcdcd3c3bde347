// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Kept;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

class UpkeepTest extends AcquireCase {

    private static List<Kept> verify(LocalContents contents, boolean deep) throws Exception {
        return contents.upkeep().verify(deep).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static List<Kept> repair(LocalContents contents) throws Exception {
        return contents.upkeep().repair().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static List<Fault> faults(List<Kept> kept) {
        return kept.stream().flatMap(it -> it.faults().stream()).toList();
    }

    /** Flips one bit and leaves the time as it is, as a disk that rots does. */
    private static void flip(Path file, long at) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x20;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    private Path only(String state, String name) throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve(state))) {
            return all.filter(it -> it.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private SharedContent fetched() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        restart();
        return shared;
    }

    @Test
    void findsNothingWrongWithWhatIsAsItWas() throws Exception {
        fetched();
        List<Kept> sent = verify(sender, true);
        assertThat(faults(sent)).isEmpty();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).items()).as("secret, averages and paths").isEqualTo(3);
        assertThat(sent.get(0).items()).isEqualTo(152);
        assertThat(sent.get(0).bytes()).isGreaterThan(10 << 20);
        List<Kept> received = verify(receiver, false);
        assertThat(faults(received)).isEmpty();
        assertThat(received.get(0).items()).isEqualTo(152);
        assertThat(received.get(0).bytes()).isEqualTo(sent.get(0).bytes());
    }

    @Test
    void findsNothingWrongWithASmallFileThatIsAloneInItsPack() throws Exception {
        Trees.write(folder.resolve("small"), 3_000, 1);
        SharedContent shared = share(folder);
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(faults(verify(sender, true))).isEmpty();
        assertThat(faults(verify(receiver, true))).isEmpty();
    }

    @Test
    void findsAChangedSharedFileByItsTimeAndARottenOneOnlyWhenItReadsAll() throws Exception {
        mixed();
        Path rotten = folder.resolve("sub/small 7");
        flip(rotten, 100);
        Path changed = folder.resolve("big");
        Files.write(changed, new byte[10]);
        Files.setLastModifiedTime(folder.resolve("bigger"), FileTime.from(Instant.now()));
        assertThat(faults(verify(sender, false)))
                .singleElement()
                .satisfies(it -> assertThat(it.message()).startsWith(changed + " was changed"));
        assertThat(faults(verify(sender, true)))
                .extracting(Fault::message)
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it).startsWith(changed + " was changed"),
                        it -> assertThat(it).startsWith(rotten + " has other bytes"));
    }

    @Test
    void healsARottenFetchedFileByFetchingOnlyWhatIsWrong() throws Exception {
        SharedContent shared = fetched();
        flip(out.resolve("bigger"), 3 << 20);
        flip(out.resolve("sub/small 7"), 100);
        Files.delete(out.resolve("sub/small 9"));

        assertThat(faults(verify(receiver, false))).hasSize(3).allMatch(it -> it.outcome() == Outcome.FOUND);
        assertThat(isWhole(shared)).isTrue();
        assertThat(faults(repair(receiver))).hasSize(3).allMatch(it -> it.outcome() == Outcome.HEALING);
        assertThat(out.resolve("bigger"))
                .as("bears a name that it is not worth")
                .doesNotExist();
        assertThat(isWhole(shared)).isFalse();
        assertThat(faults(verify(receiver, false)))
                .as("not whole yet")
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("not whole"));
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted().size())
                    .as("one chunk and one or two packs")
                    .isBetween(2, 3);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
        assertThat(faults(verify(receiver, false))).isEmpty();
        assertThat(isWhole(shared)).isTrue();
    }

    private boolean isWhole(SharedContent shared) throws Exception {
        List<Contents.Unfinished> unfinished =
                receiver.unfinished().toCompletableFuture().get();
        assertThat(unfinished).allMatch(it -> it.equals(new Contents.Unfinished(shared.link(), out)));
        return unfinished.isEmpty();
    }

    @Test
    void leavesAFolderAloneInWhichSomeoneHasChangedAFile() throws Exception {
        SharedContent shared = fetched();
        Files.writeString(out.resolve("big"), "mine");
        flip(out.resolve("bigger"), 3 << 20);
        assertThat(faults(repair(receiver)))
                .hasSize(2)
                .allMatch(it -> it.outcome() == Outcome.LEFT)
                .allMatch(it -> it.message().contains("move " + out.resolve("big")));
        assertThat(out.resolve("big")).hasContent("mine");
        assertThat(out.resolve("bigger")).exists();
        assertThat(isWhole(shared)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.mv", "pages"})
    void mendsTheStateOfAShareWhereverABitIsFlipped(String name) throws Exception {
        SharedContent shared = mixed();
        Set<ChunkId> chunks = new HashSet<>();
        try (Ferry ferry = fetch(shared, dir.resolve("first"))) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            ferry.wanted().forEach(it -> chunks.add(it.id()));
        }
        Path file = only("state a/shares", name);
        byte[] good = Files.readAllBytes(file);
        int found = 0;
        for (int i = 0; i < 12; i++) {
            shared.close();
            sender.close();
            flip(file, (i * 7919L + 5000) % good.length);
            byte[] bad = Files.readAllBytes(file);
            sender = LocalContents.open(dir.resolve("state a"));
            List<Fault> faults = faults(verify(sender, false));
            if (!faults.isEmpty()) {
                found++;
                assertThat(faults).allMatch(it -> it.outcome() == Outcome.FOUND);
                assertThat(file).as("verify changes nothing").hasBinaryContent(bad);
                assertThat(faults(repair(sender))).isNotEmpty().allMatch(it -> it.outcome() == Outcome.MENDED);
                assertThat(faults(verify(sender, true))).isEmpty();
                assertThat(aside("state a", name)).anyMatch(it -> it.length == bad.length && Arrays.equals(it, bad));
            } else {
                Files.write(file, good); // a byte that nothing uses
            }
            shared = sender.reopen(shared.manifest().root())
                    .toCompletableFuture()
                    .get()
                    .orElseThrow();
            for (ChunkId id : chunks) {
                assertThat(shared.read(id).toCompletableFuture().get())
                        .as("a flipped bit that was not found is one that nothing uses")
                        .isInstanceOf(ChunkRead.Found.class);
            }
        }
        assertThat(found).as("of 12").isPositive();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.mv", "pages", "secret"})
    void readsTheStateOfAShareThatIsServedFromTheDisk(String name) throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, dir.resolve("first"))) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(faults(verify(sender, false))).isEmpty();
        Path file = version(shared).resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = bytes.length / 3; at < bytes.length; at += 97) {
            bytes[at] ^= 0x20;
        }
        Files.write(file, bytes);
        assertThat(faults(verify(sender, false))).isNotEmpty().allMatch(it -> it.outcome() == Outcome.FOUND);
        assertThat(faults(repair(sender))).isNotEmpty().allMatch(it -> it.outcome() == Outcome.MENDED);
        assertThat(faults(verify(sender, false))).isEmpty();
        isServed(shared);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void makesNoFileThatIsMissingWhereItOnlyLooks(boolean served) throws Exception {
        SharedContent shared = mixed();
        Path pages = version(shared).resolve("pages");
        if (!served) {
            sender.close();
        }
        Files.delete(pages);
        if (!served) {
            reopenSender();
        }
        assertThat(faults(verify(sender, false))).isNotEmpty();
        assertThat(pages).doesNotExist();
        assertThat(faults(repair(sender))).isNotEmpty().allMatch(it -> it.outcome() == Outcome.MENDED);
        isServed(shared);
    }

    @Test
    void setsTheSameStateAsideOnce() throws Exception {
        SharedContent shared = mixed();
        Path pages = version(shared).resolve("pages");
        flip(pages, 300);
        Files.write(folder.resolve("big"), new byte[10]);
        for (int i = 0; i < 3; i++) {
            assertThat(faults(repair(sender))).anyMatch(it -> it.outcome() == Outcome.LEFT);
        }
        assertThat(aside("state a", "pages")).hasSize(1);
        flip(pages, 400);
        assertThat(faults(repair(sender))).anyMatch(it -> it.outcome() == Outcome.LEFT);
        assertThat(aside("state a", "pages")).hasSize(2);
    }

    private void reopenSender() throws Exception {
        sender = LocalContents.open(dir.resolve("state a"));
    }

    private Path version(SharedContent shared) throws IOException {
        return only("state a/shares", shared.manifest().root().toString());
    }

    /** What was shared can be opened, says what it said, and gives every chunk. */
    private void isServed(SharedContent shared) throws Exception {
        SharedContent again = sender.reopen(shared.manifest().root())
                .toCompletableFuture()
                .get()
                .orElseThrow();
        assertThat(again.link()).isEqualTo(shared.link());
        assertThat(again.paths()).isEqualTo(shared.paths());
        assertThat(again.manifest()).isEqualTo(shared.manifest());
        assertThat(again.files()).isEqualTo(shared.files());
        assertThat(again.fileBytes()).isEqualTo(shared.fileBytes());
        try (Ferry ferry = fetch(again, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void makesADamagedOrLostSummaryAnewWithoutReadingTheFiles(boolean lost) throws Exception {
        SharedContent shared = mixed();
        Path summary = version(shared).resolve("summary");
        byte[] good = Files.readAllBytes(summary);
        Path pages = summary.resolveSibling("pages");
        Object before = Files.readAttributes(pages, BasicFileAttributes.class).fileKey();
        sender.close();
        if (lost) {
            Files.delete(summary);
        } else {
            flip(summary, good.length / 2);
        }
        reopenSender();
        assertThat(faults(verify(sender, false)))
                .singleElement()
                .satisfies(it -> assertThat(it.message()).startsWith(summary + " "))
                .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FOUND));
        assertThat(sender.reopenable())
                .as("is known, or its owner would forget it")
                .containsExactly(shared.manifest().root());
        assertThat(sender.reopen(shared.manifest().root()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining(summary.toString());
        assertThat(faults(repair(sender))).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(summary).hasBinaryContent(good);
        assertThat(Files.readAttributes(pages, BasicFileAttributes.class).fileKey())
                .as("was not read in again")
                .isEqualTo(before);
        assertThat(faults(verify(sender, true))).isEmpty();
        assertThat(aside("state a", "summary").size()).isEqualTo(lost ? 0 : 1);
        isServed(shared);
    }

    @Test
    void mendsASummaryWhereverABitIsFlipped() throws Exception {
        Trees.write(folder.resolve("file"), 200_000, 1);
        SharedContent shared = share(folder);
        Path summary = version(shared).resolve("summary");
        byte[] good = Files.readAllBytes(summary);
        for (int at = 0; at < good.length; at += 3) {
            sender.close();
            flip(summary, at);
            reopenSender();
            assertThat(faults(repair(sender)))
                    .as("byte " + at)
                    .isNotEmpty()
                    .allMatch(it -> it.outcome() == Outcome.MENDED);
            assertThat(summary).hasBinaryContent(good);
        }
        isServed(shared);
    }

    @Test
    void readsAShareInAgainWhoseSummaryAndManifestAreBothDamaged() throws Exception {
        SharedContent shared = mixed();
        Path version = version(shared);
        sender.close();
        Files.write(version.resolve("summary"), new byte[] {1, 2, 3});
        Files.write(version.resolve("pages"), new byte[100]);
        reopenSender();
        assertThat(faults(repair(sender))).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(faults(verify(sender, true))).isEmpty();
        assertThat(aside("state a", "pages"))
                .singleElement()
                .satisfies(it -> assertThat(it).isEqualTo(new byte[100]));
        isServed(shared);
    }

    @Test
    void mendsPagesThatDoNotSayTheirFormat() throws Exception {
        Trees.write(folder.resolve("file"), 200_000, 1);
        SharedContent shared = share(folder);
        Path pages = version(shared).resolve("pages");
        sender.close();
        flip(pages, 3);
        reopenSender();
        assertThat(faults(verify(sender, false)))
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("do not say the version"));
        assertThat(faults(repair(sender))).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(pages).content(StandardCharsets.ISO_8859_1).startsWith("skerry pages 1\n");
        assertThat(faults(verify(sender, true))).isEmpty();
        isServed(shared);
    }

    @Test
    void leavesAShareOfALaterVersionAsItIs() throws Exception {
        SharedContent shared = mixed();
        Path summary = version(shared).resolve("summary");
        sender.close();
        byte[] later = Files.readAllBytes(summary);
        later[2] = 3;
        Files.write(summary, later);
        reopenSender();
        for (List<Kept> told : List.of(verify(sender, false), repair(sender))) {
            assertThat(faults(told))
                    .singleElement()
                    .satisfies(it ->
                            assertThat(it.message()).startsWith(summary + " has format version 3; this node reads 2"));
        }
        assertThat(faults(repair(sender))).extracting(Fault::outcome).containsExactly(Outcome.LEFT);
        assertThat(summary).hasBinaryContent(later);
        assertThat(dir.resolve("state a/damaged")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "averages", "paths"})
    void writesAnewWhatTheNextVersionNeeds(String name) throws Exception {
        SharedContent shared = mixed();
        Path file = version(shared).resolveSibling(name);
        byte[] good = Files.readAllBytes(file);
        for (boolean lost : new boolean[] {true, false}) {
            if (lost) {
                Files.delete(file);
            } else {
                flip(file, good.length - 1);
            }
            assertThat(faults(verify(sender, false)))
                    .singleElement()
                    .satisfies(it -> assertThat(it.message()).startsWith(file + " "))
                    .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FOUND));
            assertThat(faults(repair(sender))).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
            assertThat(file).hasBinaryContent(good);
            assertThat(faults(verify(sender, false))).isEmpty();
        }
        assertThat(aside("state a", name)).anyMatch(it -> it[good.length - 1] == (good[good.length - 1] ^ 0x20));
        try (SharedContent again = share(folder)) {
            assertThat(again.link()).isEqualTo(shared.link());
        }
    }

    @Test
    void saysWhatToDoIfWhatTheNextVersionNeedsCannotBeMadeAnew() throws Exception {
        SharedContent shared = mixed();
        Path version = version(shared);
        sender.close();
        Files.write(version.resolveSibling("secret"), new byte[] {1});
        Files.write(version.resolve("secret"), new byte[] {1});
        reopenSender();
        assertThat(faults(repair(sender)))
                .isNotEmpty()
                .allMatch(it -> it.outcome() == Outcome.LEFT)
                .anyMatch(it -> it.message().startsWith(version.resolveSibling("secret") + " cannot be read"));
        assertThat(version.resolveSibling("secret")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void makesTheSummaryOfAFetchedFolderAnew() throws Exception {
        SharedContent shared = fetched();
        Path summary = only("state b/fetched", "summary");
        byte[] good = Files.readAllBytes(summary);
        receiver.close();
        Files.write(summary, new byte[] {1, 2, 3});
        receiver = LocalContents.open(dir.resolve("state b"));
        assertThat(faults(repair(receiver))).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(summary).hasBinaryContent(good);
        assertThat(faults(verify(receiver, false))).isEmpty();
        assertThat(isWhole(shared)).isTrue();
    }

    @Test
    void saysWhatToDoIfTheSecretOfAFetchedFolderIsDamagedAndThatDoesIt() throws Exception {
        SharedContent shared = fetched();
        Path secret = only("state b/fetched", "secret");
        receiver.close();
        flip(secret, 20);
        receiver = LocalContents.open(dir.resolve("state b"));
        assertThat(faults(verify(receiver, false)))
                .singleElement()
                .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FOUND));
        assertThat(faults(repair(receiver))).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LEFT);
            assertThat(it.message()).startsWith(secret + " cannot be read").contains("with its link and -o " + out);
        });
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).isEmpty();
        }
        assertThat(faults(verify(receiver, false))).isEmpty();
        assertThat(isWhole(shared)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.mv", "pages", "secret", "summary"})
    void aRepeatedFetchMakesTheStateOfAFolderAnewThatCannotBeOpened(String name) throws Exception {
        SharedContent shared = fetched();
        Path file = only("state b/fetched", name);
        receiver.close();
        Files.write(file, new byte[100]);
        receiver = LocalContents.open(dir.resolve("state b"));
        assertThat(receiver.reopenFetched(shared.manifest().root(), out).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10));
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).allMatch(WantedChunk::manifest);
        }
        receiver.reopenFetched(shared.manifest().root(), out)
                .toCompletableFuture()
                .get()
                .orElseThrow()
                .close();
        assertThat(faults(verify(receiver, false))).isEmpty();
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    @Test
    void leavesASummaryThatTheDiskDoesNotTellAsItIs() throws Exception {
        SharedContent shared = mixed();
        Path summary = version(shared).resolve("summary");
        sender.close();
        Files.delete(summary);
        Path unreadable = Files.createDirectory(summary).resolve("whatever");
        Files.createFile(unreadable);
        sender = LocalContents.open(dir.resolve("state a"));
        assertThat(faults(repair(sender))).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LEFT);
            assertThat(it.message()).contains("see to the disk");
        });
        assertThat(unreadable).exists();
        assertThat(dir.resolve("state a/damaged")).doesNotExist();
    }

    private List<byte[]> aside(String state, String name) throws IOException {
        List<byte[]> copies = new ArrayList<>();
        try (Stream<Path> all = Files.walk(dir.resolve(state).resolve("damaged"))) {
            for (Path file : all.filter(it -> it.endsWith(name)).toList()) {
                copies.add(Files.readAllBytes(file));
            }
        }
        return copies;
    }

    @Test
    void saysWhatToDoIfTheFilesOfAShareWithDamagedStateAreOthersNow() throws Exception {
        SharedContent shared = mixed();
        Path maps = only("state a/shares", "maps.mv");
        shared.close();
        sender.close();
        flip(maps, Files.size(maps) / 2);
        Files.write(maps, new byte[8192]);
        Files.writeString(folder.resolve("more"), "more");
        sender = LocalContents.open(dir.resolve("state a"));
        assertThat(faults(repair(sender)))
                .isNotEmpty()
                .allMatch(it -> it.outcome() == Outcome.LEFT)
                .anyMatch(it -> it.message().contains("share again for a new link"));
        assertThat(sender.reopenable())
                .as("no new version was left")
                .containsExactly(shared.manifest().root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.mv", "pages"})
    void healsTheStateOfAFetchedFolder(String name) throws Exception {
        SharedContent shared = fetched();
        Path file = only("state b/fetched", name);
        receiver.close();
        if (name.equals("pages")) {
            flip(file, Files.size(file) / 2);
        } else {
            Files.write(file, new byte[8192]);
        }
        receiver = LocalContents.open(dir.resolve("state b"));
        assertThat(faults(verify(receiver, false))).isNotEmpty().allMatch(it -> it.outcome() == Outcome.FOUND);
        byte[] bad = Files.readAllBytes(file);
        assertThat(faults(repair(receiver))).isNotEmpty().allMatch(it -> it.outcome() == Outcome.HEALING);
        assertThat(aside("state b", name))
                .singleElement()
                .satisfies(it -> assertThat(it).isEqualTo(bad));
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted().size()).isLessThan(3);
        }
        assertThat(faults(verify(receiver, false))).isEmpty();
        assertThat(Trees.differences(folder, out)).isEmpty();
    }
}
