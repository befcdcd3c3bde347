// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.skerry.base.bytes.Hex;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;
import org.skerry.testkit.store.Chunk;

/** A store on a disk that loses its power, fills, fails or rots. */
class FaultyDiskTest {

    private static final int SEEDS = 30;
    private static final int BLOCK = 4096;

    private final FaultyDisk disk = disk();
    private final Chunk chunk = Chunk.random(new Random(4), 10_000);

    private static FaultyDisk disk() {
        try {
            return FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .build()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path folder(FaultyDisk disk) {
        return disk.fileSystem().getPath("/home/node/store");
    }

    private static FileStore open(FaultyDisk disk, boolean sync) {
        return new FileStore(new FileStoreSettings(folder(disk), sync, 1, 1000));
    }

    private static void put(FileStore store, Chunk chunk) throws Exception {
        store.put(chunk.id(), chunk.buffer()).toCompletableFuture().get();
    }

    private static Optional<ByteBuffer> get(FileStore store, Chunk chunk) throws Exception {
        return store.get(chunk.id()).toCompletableFuture().get();
    }

    private static List<Chunk> some(int seed) {
        Random random = new Random(seed);
        List<Chunk> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(Chunk.random(random, 1 + random.nextInt(20_000)));
        }
        return all;
    }

    private enum After {
        WHOLE,
        MISSING
    }

    /** Puts chunks, takes the power, and says what became of them; none may be wrong, and each can be put again. */
    private static Map<After, Integer> afterPowerLoss(boolean sync) throws Exception {
        Map<After, Integer> found = new EnumMap<>(After.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk disk = disk();
            List<Chunk> chunks = some(seed);
            try (FileStore store = open(disk, sync)) {
                for (Chunk chunk : chunks) {
                    put(store, chunk);
                }
                disk.losePower(new Random(seed));
            }
            try (FileStore store = open(disk, sync)) {
                for (Chunk chunk : chunks) {
                    Optional<ByteBuffer> read = get(store, chunk);
                    found.merge(read.isPresent() ? After.WHOLE : After.MISSING, 1, Integer::sum);
                    assertThat(read.map(ByteBuffer::slice).orElse(chunk.buffer()))
                            .isEqualTo(chunk.buffer());
                    put(store, chunk);
                    assertThat(get(store, chunk)).isPresent();
                }
            }
        }
        return found;
    }

    @Test
    void withSyncEveryChunkThatWasKeptOutlivesThePower() throws Exception {
        assertThat(afterPowerLoss(true)).containsOnlyKeys(After.WHOLE);
    }

    @Test
    void withoutSyncAChunkIsThereOrMissingAndNeverWrong() throws Exception {
        assertThat(afterPowerLoss(false)).containsOnlyKeys(After.WHOLE, After.MISSING);
    }

    @Test
    void opensAgainAfterAnyMomentAtWhichThePowerWent() throws Exception {
        for (boolean sync : new boolean[] {true, false}) {
            for (int changes = 0; changes < 30; changes++) {
                FaultyDisk disk = disk();
                open(disk, sync).close();
                disk.sync();
                disk.offAfter(changes);
                List<Chunk> kept = new ArrayList<>();
                try (FileStore store = open(disk, sync)) {
                    for (Chunk chunk : some(changes)) {
                        put(store, chunk);
                        kept.add(chunk);
                    }
                } catch (IllegalArgumentException | ExecutionException e) {
                    assertThat(e).hasMessageContaining("the machine is off");
                }
                disk.losePower(new Random(changes));
                try (FileStore store = open(disk, sync)) {
                    for (Chunk chunk : some(changes)) {
                        Optional<ByteBuffer> read = get(store, chunk);
                        assertThat(read.map(ByteBuffer::slice).orElse(chunk.buffer()))
                                .isEqualTo(chunk.buffer());
                        assertThat(read.isPresent() || !sync || !kept.contains(chunk))
                                .as("kept, after %d changes", changes)
                                .isTrue();
                    }
                    assertThat(folder(disk).resolve("tmp")).isEmptyDirectory();
                }
            }
        }
    }

    @Test
    void saysThatTheDiskIsFullLeavesNothingAndGoesOnWhenThereIsRoom() throws Exception {
        for (int blocks = 0; blocks < 4; blocks++) {
            FaultyDisk fresh = disk();
            try (FileStore store = open(fresh, false)) {
                long before = fresh.used();
                fresh.room(before + (long) blocks * BLOCK);
                assertThatThrownBy(() -> put(store, chunk))
                        .hasMessageContaining("cannot write " + folder(fresh))
                        .hasMessageContaining("No space left on device");
                assertThat(folder(fresh).resolve("tmp")).isEmptyDirectory();
                assertThat(get(store, chunk)).isEmpty();
                fresh.room(Long.MAX_VALUE);
                put(store, chunk);
                assertThat(get(store, chunk)).isPresent();
                await().until(() -> store.usage().chunks() == 1);
            }
        }
    }

    @Test
    void saysWhichFileTheDiskFailedAndGoesOnWhenItIsWell() throws Exception {
        Path file = folder(disk)
                .resolve(Hex.encode(chunk.id().bytes()).substring(0, 2))
                .resolve(Hex.encode(chunk.id().bytes()));
        try (FileStore store = open(disk, true)) {
            for (DiskOperation operation :
                    List.of(DiskOperation.CREATE, DiskOperation.WRITE, DiskOperation.FORCE, DiskOperation.RENAME)) {
                disk.trouble((what, path) -> what == operation);
                assertThatThrownBy(() -> put(store, chunk))
                        .as("%s", operation)
                        .hasMessageContaining("cannot write " + file)
                        .hasMessageContaining("Input/output error");
                disk.trouble(DiskTrouble.NONE);
                assertThat(get(store, chunk)).as("%s", operation).isEmpty();
            }
            disk.trouble((what, path) -> what == DiskOperation.DELETE);
            put(store, chunk);
            disk.trouble((what, path) -> what == DiskOperation.READ);
            assertThatThrownBy(() -> get(store, chunk))
                    .hasMessageContaining("cannot read " + file)
                    .hasMessageContaining("Input/output error");
            disk.trouble(DiskTrouble.NONE);
            assertThat(get(store, chunk))
                    .as("dropped because it could not be read")
                    .isPresent();
        }
    }

    @Test
    void aChunkWhoseNameCouldNotBeForcedIsKeptOnlyByThePutThatForcesIt() throws Exception {
        boolean lost = false;
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultyDisk fresh = disk();
            FileStore store = open(fresh, true);
            Path shelf = folder(fresh).resolve(Hex.encode(chunk.id().bytes()).substring(0, 2));
            fresh.trouble((what, path) -> what == DiskOperation.FORCE && path.equals(shelf));
            assertThatThrownBy(() -> put(store, chunk)).hasMessageContaining("Input/output error");
            fresh.trouble(DiskTrouble.NONE);
            put(store, chunk);
            fresh.losePower(new Random(seed));
            store.close();
            try (FileStore again = open(fresh, true)) {
                lost |= get(again, chunk).isEmpty();
            }
        }
        assertThat(lost).isFalse();
    }

    @Test
    void aChunkOfWhichTheDiskTellsNothingIsNotSaidToBeAbsent() throws Exception {
        try (FileStore store = open(disk, true)) {
            put(store, chunk);
            disk.trouble((operation, path) -> operation == DiskOperation.LOOK);
            assertThatThrownBy(() ->
                            store.has(List.of(chunk.id())).toCompletableFuture().get())
                    .hasMessageContaining("cannot tell whether");
            disk.trouble(DiskTrouble.NONE);
            assertThat(store.has(List.of(chunk.id()))
                            .toCompletableFuture()
                            .get()
                            .get(0))
                    .isTrue();
        }
    }

    @Test
    void dropsAChunkInWhichABitHasRotten() throws Exception {
        try (FileStore store = open(disk, true)) {
            put(store, chunk);
            String name = Hex.encode(chunk.id().bytes());
            Path file = folder(disk).resolve(name.substring(0, 2)).resolve(name);
            disk.flipBit(file, 8 * 5000 + 3);
            assertThat(get(store, chunk)).isEmpty();
            assertThat(Files.exists(file)).isFalse();
        }
    }

    @Test
    void countsAChunkWhoseNameCouldNotBeForcedOnce() throws Exception {
        Path tmp = Files.createDirectories(folder(disk).resolve("tmp"));
        Path folder = folder(disk).resolve(Hex.encode(chunk.id().bytes()).substring(0, 2));
        Shelf shelf = new Shelf(folder, tmp, true);
        shelf.count();
        disk.trouble((what, path) -> what == DiskOperation.FORCE && path.equals(folder));
        assertThatThrownBy(() -> shelf.put(chunk.id(), chunk.buffer())).hasMessageContaining("Input/output error");
        disk.trouble(DiskTrouble.NONE);
        shelf.put(chunk.id(), chunk.buffer());
        assertThat(shelf.chunks()).isEqualTo(1);
        assertThat(shelf.bytes()).isEqualTo(10_000);
    }

    @Test
    void countsTheOtherShelvesWhenOneCannotBeListedToItsEnd() throws Exception {
        List<String> shelves = new ArrayList<>();
        try (FileStore store = open(disk, false)) {
            for (Chunk it : some(1)) {
                put(store, it);
                shelves.add(Hex.encode(it.id().bytes()).substring(0, 2));
            }
        }
        shelves.sort(null);
        String failing = shelves.get(0);
        disk.trouble((what, path) -> what == DiskOperation.LIST && path.endsWith(failing));
        long others = shelves.stream().filter(it -> !it.equals(failing)).count();
        assertThat(others).isPositive();
        try (FileStore store = open(disk, false)) {
            await().until(() -> store.usage().chunks() == others);
            assertThatThrownBy(() -> store.scan(Optional.empty(), 100)
                            .toCompletableFuture()
                            .get())
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("Input/output error");
        }
    }
}
