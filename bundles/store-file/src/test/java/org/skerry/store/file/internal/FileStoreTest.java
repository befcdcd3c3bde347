// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.store.ChunkStore;
import org.skerry.testkit.store.Chunk;
import org.skerry.testkit.store.ChunkStoreContract;

class FileStoreTest extends ChunkStoreContract {

    @TempDir
    Path folder;

    private final Chunk chunk = Chunk.random(new Random(4), 1000);

    boolean sync() {
        return false;
    }

    @Override
    protected ChunkStore open() {
        return new FileStore(new FileStoreSettings(folder.resolve("store"), sync(), 2, 8192));
    }

    @Override
    protected void close(ChunkStore store) {
        ((FileStore) store).close();
    }

    @Override
    protected String durability() {
        return sync() ? ChunkStore.DURABILITY_POWER : ChunkStore.DURABILITY_PROCESS;
    }

    @Override
    protected boolean damage(ChunkId id, boolean cut) throws IOException {
        Path file = file(folder.resolve("store"), id);
        byte[] bytes = Files.readAllBytes(file);
        if (cut) {
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        } else {
            bytes[bytes.length / 3] ^= 0x10;
            Files.write(file, bytes);
        }
        return true;
    }

    private static Path file(Path store, ChunkId id) {
        String name = Hex.encode(id.bytes());
        return store.resolve(name.substring(0, 2)).resolve(name);
    }

    private FileStore second() {
        return new FileStore(new FileStoreSettings(folder.resolve("second"), sync(), 1, 10));
    }

    @Test
    void putsAChunkAnewWhoseFileWasDamaged() throws Exception {
        try (FileStore store = second()) {
            put(store, chunk);
            Files.write(file(folder.resolve("second"), chunk.id()), new byte[0]);
            put(store, chunk);
            assertThat(store.get(chunk.id()).toCompletableFuture().get()).isPresent();
        }
    }

    @Test
    void findsADamagedChunkAndChangesNothingUntilItIsToRepair() throws Exception {
        Chunk other = Chunk.random(new Random(5), 2000);
        try (FileStore store = second()) {
            put(store, chunk);
            put(store, other);
            Path damaged = file(folder.resolve("second"), chunk.id());
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[500] ^= 4;
            Files.write(damaged, bytes);

            Upkeep.Kept found = only(store.upkeep().verify(false));
            assertThat(found.items()).isEqualTo(2);
            assertThat(found.bytes()).isEqualTo(3000);
            assertThat(found.faults()).containsExactly(new Upkeep.Fault(Upkeep.Outcome.FOUND, damaged + " is damaged"));
            assertThat(damaged).hasBinaryContent(bytes);

            Upkeep.Kept repaired = only(store.upkeep().repair());
            assertThat(repaired.faults()).extracting(Upkeep.Fault::outcome).containsExactly(Upkeep.Outcome.MENDED);
            assertThat(damaged).doesNotExist();
            assertThat(file(folder.resolve("second"), other.id())).exists();
            assertThat(store.usage().chunks()).isEqualTo(1);
            assertThat(only(store.upkeep().verify(false)).faults()).isEmpty();
        }
    }

    private static Upkeep.Kept only(CompletionStage<List<Upkeep.Kept>> kept) throws Exception {
        return kept.toCompletableFuture().get(10, TimeUnit.SECONDS).get(0);
    }

    private static void put(FileStore store, Chunk chunk) throws ExecutionException, InterruptedException {
        store.put(chunk.id(), chunk.buffer()).toCompletableFuture().get();
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenIsRemovedAndNeverSeen() throws Exception {
        second().close();
        Path half = folder.resolve("second/tmp").resolve(Hex.encode(chunk.id().bytes()) + "-1");
        Files.write(half, new byte[10]);
        try (FileStore store = second()) {
            assertThat(half).doesNotExist();
            assertThat(store.get(chunk.id()).toCompletableFuture().get()).isEmpty();
            put(store, chunk);
            assertThat(file(folder.resolve("second"), chunk.id())).hasBinaryContent(chunk.bytes());
            assertThat(folder.resolve("second/tmp")).isEmptyDirectory();
        }
    }

    @Test
    void anErrorOfTheDiskNamesTheFileAndLeavesNothing() throws Exception {
        try (FileStore store = second()) {
            Path file = file(folder.resolve("second"), chunk.id());
            Files.write(file.getParent(), new byte[0]); // a file where the shelf's folder would be
            assertThatThrownBy(() -> put(store, chunk))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("cannot write " + file);
            assertThat(folder.resolve("second/tmp")).isEmptyDirectory();
            Files.delete(file.getParent());
            put(store, chunk);
            assertThat(file).hasBinaryContent(chunk.bytes());
        }
    }

    @Test
    void strangeFilesInTheFolderAreNotChunks() throws Exception {
        try (FileStore store = second()) {
            put(store, chunk);
        }
        Path shelf = file(folder.resolve("second"), chunk.id()).getParent();
        Files.write(shelf.resolve("notes.txt"), new byte[5]);
        try (FileStore store = second()) {
            assertThat(store.scan(java.util.Optional.empty(), 10)
                            .toCompletableFuture()
                            .get()
                            .ids())
                    .containsExactly(chunk.id());
        }
    }

    @Test
    void countsItsChunksAndNothingElseAfterAStart() throws Exception {
        try (FileStore store = second()) {
            put(store, chunk);
        }
        Path file = file(folder.resolve("second"), chunk.id());
        String ofAnotherShelf = (file.getFileName().toString().startsWith("00") ? "11" : "00") + "0".repeat(62);
        Files.write(file.resolveSibling("notes.txt"), new byte[5]);
        Files.write(file.resolveSibling(ofAnotherShelf), new byte[5]);
        Files.write(file.resolveSibling("X".repeat(64)), new byte[5]);
        try (FileStore store = second()) {
            await().untilAsserted(() -> {
                assertThat(store.usage().chunks()).isEqualTo(1);
                assertThat(store.usage().bytes()).isEqualTo(Files.size(file));
            });
        }
    }

    @Test
    void tellsOfAFileThatCannotBeReadAndLooksAtTheOthers() throws Exception {
        Chunk other = Chunk.random(new Random(5), 2000);
        try (FileStore store = second()) {
            put(store, chunk);
            put(store, other);
            Path unreadable = file(folder.resolve("second"), chunk.id());
            Files.delete(unreadable);
            Files.createDirectory(unreadable);
            Upkeep.Kept found = only(store.upkeep().verify(false));
            assertThat(found.items()).isEqualTo(1);
            assertThat(found.faults()).singleElement().satisfies(it -> {
                assertThat(it.outcome()).isEqualTo(Upkeep.Outcome.LEFT);
                assertThat(it.message()).startsWith("cannot read " + unreadable).endsWith("; check the disk");
            });
        }
    }

    @Test
    void twoStoresCannotUseOneDirectory() {
        try (FileStore store = second()) {
            assertThat(store.usage()).isNotNull();
            assertThatThrownBy(this::second)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("org.skerry.store.file: directory: cannot use")
                    .hasMessageContaining("another store uses it");
        }
        second().close();
    }

    @Test
    void aDirectoryThatCannotBeMadeNamesPidAndKey() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> new FileStore(new FileStoreSettings(file.resolve("store"), false, 1, 1)))
                .hasMessageStartingWith("org.skerry.store.file: directory: cannot use " + file.resolve("store"));
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                .map(Thread::getName)
                .filter(name -> name.startsWith("skerry-store-file") && !name.endsWith("-1") && !name.endsWith("-2"))
                .toList();
    }

    @Test
    void aWrongConfigurationNamesPidAndKey() {
        assertThatThrownBy(() -> new FileStoreSettings(folder, false, 0, 1))
                .hasMessage("org.skerry.store.file: threads must be between 1 and 64, is 0");
        assertThatThrownBy(() -> new FileStoreSettings(folder, false, 1, 0))
                .hasMessageContaining("max.queued must be between 1 and 65536");
    }
}
