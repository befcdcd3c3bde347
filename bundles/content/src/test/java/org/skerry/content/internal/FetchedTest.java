// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.SharedContent;

class FetchedTest extends AcquireCase {

    private final Set<ChunkId> chunks = new HashSet<>();

    private SharedContent fetched() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            ferry.wanted().forEach(it -> chunks.add(it.id()));
        }
        return shared;
    }

    private Optional<SharedContent> reopen(SharedContent shared) throws Exception {
        return receiver.reopenFetched(shared.link().root(), out)
                .toCompletableFuture()
                .get();
    }

    private Path state(String name) {
        return dir.resolve("state b").resolve(name);
    }

    @Test
    void servesWhatItFetchedAfterARestart() throws Exception {
        SharedContent shared = fetched();
        restart();
        try (SharedContent again = reopen(shared).orElseThrow()) {
            assertThat(again.manifest()).isEqualTo(shared.manifest());
            assertThat(again.paths()).containsExactly(out);
            assertThat(again.fileBytes()).isEqualTo(shared.fileBytes());
            assertThat(again.has(List.copyOf(chunks))
                            .toCompletableFuture()
                            .get()
                            .cardinality())
                    .isEqualTo(chunks.size());
            for (ChunkId id : chunks) {
                ChunkRead read = again.read(id).toCompletableFuture().get();
                assertThat(read).isInstanceOf(ChunkRead.Found.class);
                assertThat(ChunkId.ofChunk(((ChunkRead.Found) read).chunk())).isEqualTo(id);
            }
        }
        assertThat(receiver.reopenable()).as("what was shared here").isEmpty();
    }

    @Test
    void servesNothingThatHasChangedSince() throws Exception {
        SharedContent shared = fetched();
        Files.write(out.resolve("big"), Trees.bytes(4 << 20, 99));
        Files.delete(out.resolve("sub/small 7"));
        restart();
        try (SharedContent again = reopen(shared).orElseThrow()) {
            int changed = 0;
            for (ChunkId id : chunks) {
                ChunkRead read = again.read(id).toCompletableFuture().get();
                if (read instanceof ChunkRead.Changed it) {
                    changed++;
                    assertThat(it.path())
                            .isIn(
                                    out.resolve("big").toString(),
                                    out.resolve("sub/small 7").toString());
                } else {
                    assertThat(ChunkId.ofChunk(((ChunkRead.Found) read).chunk()))
                            .isEqualTo(id);
                }
            }
            assertThat(changed).isGreaterThan(50);
        }
    }

    @Test
    void opensTheOneThatIsMeantOfTwoFolders() throws Exception {
        SharedContent shared = fetched();
        Path other = dir.resolve("out too");
        try (Ferry ferry = fetch(shared, other)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        restart();
        for (Path where : List.of(out, other)) {
            try (SharedContent again = receiver.reopenFetched(shared.link().root(), where)
                    .toCompletableFuture()
                    .get()
                    .orElseThrow()) {
                assertThat(again.paths()).containsExactly(where);
            }
        }
        assertThat(receiver.reopenFetched(shared.link().root(), dir.resolve("elsewhere"))
                        .toCompletableFuture()
                        .get())
                .isEmpty();
    }

    @Test
    void forgetsWhatItFetched() throws Exception {
        SharedContent shared = fetched();
        receiver.forgetFetched(shared.link().root(), dir.resolve("elsewhere"));
        receiver.forgetFetched(shared.link().root(), dir.resolve("x/../out"));
        await().until(() -> reopen(shared).isEmpty());
        assertThat(Trees.differences(folder, out)).isEmpty();
    }

    @Test
    void keepsNoStateOfAFetchThatIsWhole() throws Exception {
        SharedContent shared = fetched();
        assertThat(state("fetches")).isEmptyDirectory();
        // Nor after it was looked at once more.
        try (Ferry again = fetch(shared, out)) {
            assertThat(again.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(again.wanted()).isEmpty();
        }
        assertThat(state("fetches")).isEmptyDirectory();
    }

    @Test
    void dropsStateThatNoFetchCanGoOnWith() throws Exception {
        SharedContent shared = mixed();
        try (Ferry ferry = Ferry.between(shared, receiver, into(shared, out), 20)) {
            ferry.awaitExhausted();
        }
        Path old = Files.createDirectories(state("fetches/old"));
        Path fresh = Files.createDirectories(state("fetches/fresh"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        restart();
        await().until(() -> Files.notExists(old));
        assertThat(fresh).exists();
        assertThat(Trees.namesIn(state("fetches"))).as("what can go on").anyMatch(it -> it.endsWith("/pages"));
        Files.move(out, dir.resolve("out elsewhere"));
        restart();
        await().until(() -> Trees.namesIn(state("fetches")).stream().noneMatch(it -> it.endsWith("/target")));
        assertThat(Trees.namesIn(state("fetches")))
                .as("what another try takes up")
                .anyMatch(it -> it.endsWith("/pages"));
    }

    @Test
    void forgetsWhatWasInTheFolderBefore() throws Exception {
        SharedContent before = fetched();
        PrivateFiles.delete(out);
        SharedContent shared = share(Files.createDirectory(dir.resolve("other")));
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
        }
        assertThat(reopen(before)).isEmpty();
        reopen(shared).orElseThrow().close();
    }

    @Test
    void worksThoughStateOfOneFetchIsDamaged() throws Exception {
        Path damaged = Files.createDirectories(state("fetches/damaged"));
        Files.write(damaged.resolve("target"), new byte[] {'/', 0, 'x'});
        Path unreadable = Files.createDirectories(state("fetches/unreadable"));
        Files.write(unreadable.resolve("target"), new byte[] {-1, -1});
        for (int i = 0; i < 6; i++) {
            Path old = Files.createDirectories(state("fetches/old " + i));
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        }
        restart();
        fetched();
        try (Stream<Path> left = Files.list(state("fetches"))) {
            assertThat(left.map(it -> it.getFileName().toString())).containsExactlyInAnyOrder("damaged", "unreadable");
        }
    }

    @Test
    void makesTheLinksOfAFolderThatWasLeftWhenAllItsFilesWereWhole() throws Exception {
        SharedContent shared = fetched();
        Files.delete(out.resolve("sub/sub/link"));
        Path partial = Files.createDirectory(out.resolve(".skerry-partial"));
        Files.writeString(partial.resolve("root"), shared.link().root().toString());
        restart();
        try (Ferry ferry = fetch(shared, out)) {
            assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            assertThat(ferry.wanted()).isEmpty();
        }
        assertThat(Trees.differences(folder, out)).isEmpty();
    }
}
