// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.ShareException;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.disk.StateFile;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

class ShareTest {

    @TempDir
    Path dir;

    private LocalContents contents;

    @BeforeEach
    void open() throws Exception {
        contents = LocalContents.open(dir.resolve("state"));
    }

    @AfterEach
    void close() {
        contents.close();
    }

    private SharedContent share(Path... paths) throws Exception {
        return share(false, paths);
    }

    private SharedContent share(boolean fresh, Path... paths) throws Exception {
        return contents.share(new ShareRequest(List.of(paths), fresh), progress -> {})
                .toCompletableFuture()
                .get();
    }

    private Path manySmallFiles(int count) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("many"));
        for (int i = 0; i < count; i++) {
            Trees.write(folder.resolve("file " + i), 1000 + i % 500, i);
        }
        return folder;
    }

    /** Every chunk of a content, pages of the manifest too. */
    private List<WantedChunk> allChunks(SharedContent shared) throws Exception {
        Path out = Files.createTempDirectory(dir, "all");
        AcquireRequest request =
                new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(out), dir);
        try (LocalContents other = LocalContents.open(Files.createTempDirectory(dir, "state"));
                Ferry ferry = Ferry.between(shared, other, request)) {
            ferry.result();
            return ferry.wanted();
        }
    }

    /** Where pages end depends on the secret, and with it how many pages an edit changes. */
    private void useKnownSecret(Path folder) throws Exception {
        share(folder);
        try (Stream<Path> state = Files.list(dir.resolve("state/shares"))) {
            for (Path paths : state.toList()) {
                byte[] known = new byte[32];
                byte[] checksum = Arrays.copyOf(Sha256.of(known), 4);
                byte[] secret = CheckedMap.encode(
                        StateFile.map().put(1, known).put(2, checksum).build());
                Files.write(paths.resolve("secret"), secret);
            }
        }
    }

    private static Set<ChunkId> ids(List<WantedChunk> chunks, boolean manifest) {
        Set<ChunkId> ids = new HashSet<>();
        chunks.stream().filter(it -> it.manifest() == manifest).forEach(it -> ids.add(it.id()));
        return ids;
    }

    private static int newIn(Set<ChunkId> after, Set<ChunkId> before) {
        Set<ChunkId> added = new HashSet<>(after);
        added.removeAll(before);
        return added.size();
    }

    @Test
    void givesTheSameRootForTheSameContent() throws Exception {
        Path folder = Trees.tricky(dir.resolve("in"));
        SharedContent first = share(folder);
        SharedContent second = share(folder);
        assertThat(second.link()).isEqualTo(first.link());
        // Both serve: the state of the first was replaced under its feet.
        assertThat(first.read(first.link().root()).toCompletableFuture().get()).isInstanceOf(ChunkRead.Found.class);
        SharedContent fresh = share(true, folder);
        assertThat(fresh.link().secret()).isNotEqualTo(first.link().secret());
        assertThat(fresh.link().root()).isNotEqualTo(first.link().root());
        assertThat(share(folder).link()).isEqualTo(fresh.link());
    }

    @Test
    void changesFewChunksForOneByteInABigFile() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("big"));
        Path file = Trees.write(folder.resolve("file"), Trees.BIG, 1);
        List<WantedChunk> before = allChunks(share(folder));
        byte[] content = Files.readAllBytes(file);
        byte[] edited = new byte[content.length + 1];
        int at = content.length / 2;
        System.arraycopy(content, 0, edited, 0, at);
        System.arraycopy(content, at, edited, at + 1, content.length - at);
        Files.write(file, edited);
        List<WantedChunk> after = allChunks(share(folder));
        assertThat(ids(before, false).size()).isGreaterThan(200);
        assertThat(newIn(ids(after, false), ids(before, false))).isBetween(1, 3);
        // Root, one page of index and of chunk list and what is above each, the entry's page and the top.
        assertThat(newIn(ids(after, true), ids(before, true))).isBetween(1, 8);
    }

    @Test
    void changesOnePackForOneByteInASmallFile() throws Exception {
        Path folder = manySmallFiles(2000);
        useKnownSecret(folder);
        List<WantedChunk> before = allChunks(share(folder));
        byte[] content = Files.readAllBytes(folder.resolve("file 777"));
        content[5] ^= 1;
        Files.write(folder.resolve("file 777"), content);
        List<WantedChunk> after = allChunks(share(folder));
        assertThat(ids(before, false).size()).isBetween(8, 60);
        assertThat(newIn(ids(after, false), ids(before, false))).isEqualTo(1);
        assertThat(newIn(ids(after, true), ids(before, true))).isBetween(1, 6);
        assertThat(ids(after, true).size()).isGreaterThan(6);
    }

    @Test
    void sendsNothingOfAFileThatChanged() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("in"));
        Path big = Trees.write(folder.resolve("big"), 1 << 20, 1);
        Path small = Trees.write(folder.resolve("small"), 1000, 2);
        Trees.write(folder.resolve("small too"), 1000, 3);
        SharedContent shared = share(folder);
        List<WantedChunk> chunks = allChunks(shared);
        byte[] other = Files.readAllBytes(big);
        other[600_000] ^= 1;
        Files.write(big, other);
        Files.write(small, Trees.bytes(1000, 4));
        Files.setLastModifiedTime(small, FileTime.from(Instant.ofEpochSecond(1)));
        int changed = 0;
        for (WantedChunk chunk : chunks) {
            ChunkRead read = shared.read(chunk.id()).toCompletableFuture().get();
            if (read instanceof ChunkRead.Changed it) {
                changed++;
                assertThat(it.path()).isIn(big.toString(), small.toString());
            } else {
                assertThat(ChunkId.ofChunk(((ChunkRead.Found) read).chunk())).isEqualTo(chunk.id());
            }
        }
        assertThat(changed).isEqualTo(2);
        Files.write(big, new byte[10]);
        Files.delete(small);
        for (WantedChunk chunk : chunks) {
            ChunkRead read = shared.read(chunk.id()).toCompletableFuture().get();
            assertThat(read instanceof ChunkRead.Changed).as("%s", chunk).isEqualTo(!chunk.manifest());
        }
    }

    @Test
    void reopensWithoutReadingTheFiles() throws Exception {
        Path folder = manySmallFiles(20);
        SharedContent shared = share(folder);
        List<WantedChunk> chunks = allChunks(shared);
        contents.close();
        contents = LocalContents.open(dir.resolve("state"));
        assertThat(contents.reopenable()).containsExactly(shared.link().root());
        SharedContent again = reopen(shared.link().root()).orElseThrow();
        SharedContent twice = reopen(shared.link().root()).orElseThrow();
        assertThat(again.link()).isEqualTo(shared.link());
        assertThat(again.paths()).isEqualTo(shared.paths());
        assertThat(again.manifest()).isEqualTo(shared.manifest());
        assertThat(again.files()).isEqualTo(20);
        assertThat(again.fileBytes()).isEqualTo(shared.fileBytes());
        again.close();
        List<ChunkId> ids = chunks.stream().map(WantedChunk::id).toList();
        BitSet here = twice.has(ids).toCompletableFuture().get();
        assertThat(here.cardinality()).isEqualTo(ids.size());
        for (ChunkId id : ids) {
            assertThat(twice.read(id).toCompletableFuture().get()).isInstanceOf(ChunkRead.Found.class);
        }
        assertThat(again.read(ids.get(0)).toCompletableFuture().get()).isInstanceOf(ChunkRead.Missing.class);
    }

    private Optional<SharedContent> reopen(ChunkId root) throws Exception {
        return contents.reopen(root).toCompletableFuture().get();
    }

    @Test
    void forgetsAShareAndSaysSoOfADamagedOne() throws Exception {
        Path folder = manySmallFiles(3);
        SharedContent shared = share(folder);
        ChunkId root = shared.link().root();
        contents.close();
        try (Stream<Path> all = Files.walk(dir.resolve("state"))) {
            for (Path maps : all.filter(it -> it.endsWith("maps.mv")).toList()) {
                Files.write(maps, new byte[10_000]);
            }
        }
        contents = LocalContents.open(dir.resolve("state"));
        assertThat(contents.reopenable()).containsExactly(root);
        assertThatThrownBy(() -> reopen(root))
                .as("is known, so it is not as if it were not")
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining(root.shortText());
        contents.forget(root);
        assertThat(contents.reopenable()).isEmpty();
        assertThat(reopen(root)).isEmpty();
        assertThat(share(folder).link()).isEqualTo(shared.link());
    }

    @Test
    void opensAShareForAllWhoAskAtTheSameTimeAndWhileItIsClosed() throws Exception {
        ChunkId root = share(manySmallFiles(3)).link().root();
        contents.close();
        contents = LocalContents.open(dir.resolve("state"));
        for (int round = 0; round < 60; round++) {
            List<CompletableFuture<Optional<SharedContent>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(contents.reopen(root).toCompletableFuture());
            }
            for (CompletableFuture<Optional<SharedContent>> one : all) {
                SharedContent opened = one.get().orElseThrow();
                assertThat(opened.read(root).toCompletableFuture().get()).isInstanceOf(ChunkRead.Found.class);
                opened.close();
            }
        }
    }

    @Test
    void servesAShareWithAllHandlesWhileItIsSharedAgain() throws Exception {
        Path folder = manySmallFiles(3);
        SharedContent first = share(folder);
        SharedContent second = share(folder);
        ChunkId root = first.link().root();
        SharedContent third = reopen(root).orElseThrow();
        first.close();
        for (SharedContent shared : List.of(second, third)) {
            assertThat(shared.read(root).toCompletableFuture().get()).isInstanceOf(ChunkRead.Found.class);
        }
    }

    @Test
    void keepsSecretsToTheUser() throws Exception {
        share(manySmallFiles(3));
        try (Stream<Path> all = Files.walk(dir.resolve("state"))) {
            for (Path path : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (Files.isDirectory(path)) {
                    assertThat(mode).as("%s", path).isEqualTo("rwx------");
                } else if (path.endsWith("secret") || path.endsWith("summary")) {
                    assertThat(mode).as("%s", path).isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    void aPathThatIsNamedTwiceCountsOnce() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("in"));
        Trees.write(folder.resolve("a"), 100, 1);
        SharedContent once = share(folder);
        SharedContent twice = share(folder, folder.resolve("../in"));
        assertThat(twice.link()).isEqualTo(once.link());
    }

    @Test
    void refusesWhatItCannotShareAndNamesIt() throws Exception {
        assertRefused("does not exist", dir.resolve("does not exist"));
        Path folder = Files.createDirectories(dir.resolve("in"));
        Files.createSymbolicLink(folder.resolve("out"), Path.of("../elsewhere"));
        assertRefused("out", folder);
        Files.delete(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("absolute"), Path.of("/etc/passwd"));
        assertRefused("absolute", folder);
        Files.delete(folder.resolve("absolute"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertRefused("pipe", folder);
        Files.delete(folder.resolve("pipe"));
        Files.createDirectory(folder.resolve(".skerry-partial"));
        assertRefused(".skerry-partial", folder);
        Path a = Files.createDirectories(dir.resolve("a/same"));
        Path b = Files.createDirectories(dir.resolve("b/same"));
        assertRefused("same name", a, b);
    }

    @Test
    void sharesNothingOfTheHomeOfTheNode() throws Exception {
        Path inside = Files.writeString(dir.resolve("state/key"), "secret");
        assertRefused("the home of this node", dir);
        Files.createSymbolicLink(dir.resolve("door"), dir.resolve("state"));
        assertRefused("the home of this node", dir.resolve("state"));
        assertRefused("the home of this node", dir.resolve("door"));
        assertRefused("the home of this node", inside);
        assertRefused("the home of this node", inside, Files.createDirectory(dir.resolve("in")));
    }

    private void assertRefused(String part, Path... paths) {
        assertThatThrownBy(() -> share(paths))
                .hasCauseInstanceOf(ShareException.class)
                .hasMessageContaining(part);
    }
}
