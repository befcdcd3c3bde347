// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskMapsTest {

    private static final int DISK_BYTES = 4 << 20;
    private static final int ENTRIES = 20_000;

    @TempDir
    Path dir;

    private final FileSystem heap = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setMaxSize(DISK_BYTES)
            .setWorkingDirectory("/")
            .build());

    @AfterEach
    void dropHeap() throws IOException {
        heap.close();
    }

    private static void findsWhatWasWritten(Path file) throws IOException {
        try (DiskMaps maps = DiskMaps.open(file, 1, false)) {
            for (long i = 0; i < ENTRIES; i++) {
                maps.byNumber("numbers").put(i, new byte[] {(byte) i, (byte) (i >> 8)});
            }
        }
        try (DiskMaps maps = DiskMaps.open(file, 1, true)) {
            assertThat(maps.byNumber("numbers").sizeAsLong()).isEqualTo(ENTRIES);
            assertThat(maps.byNumber("numbers").get(259L)).containsExactly(3, 1);
            assertThat(maps.byBytes("other").isEmpty()).isTrue();
        }
    }

    @Test
    void findsWhatWasWrittenOnAnyFileSystem() throws Exception {
        findsWhatWasWritten(dir.resolve("maps.mv"));
        findsWhatWasWritten(heap.getPath("/maps.mv"));
    }

    @Test
    void dropsWhatWasNotCommitted() throws Exception {
        Path file = heap.getPath("/maps.mv");
        DiskMaps dropped = DiskMaps.open(file, 1, false);
        dropped.byNumber("numbers").put(1L, new byte[1]);
        dropped.commit();
        dropped.byNumber("numbers").put(2L, new byte[1]);
        dropped.drop();
        try (DiskMaps maps = DiskMaps.open(file, 1, true)) {
            assertThat(maps.byNumber("numbers").keySet()).containsExactly(1L);
        }
    }

    @Test
    void refusesAFileThatIsOpenElsewhere() throws Exception {
        Path file = dir.resolve("maps.mv");
        DiskMaps first = DiskMaps.open(file, 1, false);
        assertThatThrownBy(() -> DiskMaps.open(file, 1, false))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be opened: it is open already");
        first.close();
        DiskMaps.open(file, 1, false).close();
    }

    @Test
    void saysInOneLineThatAFileIsDamagedAndLeavesItClosed() throws Exception {
        Path file = dir.resolve("maps.mv");
        byte[] junk = new byte[3 * 4096];
        new Random(1).nextBytes(junk);
        Files.write(file, junk);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> DiskMaps.open(file, 1, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " cannot be opened: ")
                    .hasMessageNotContaining("\n")
                    .hasMessageNotContaining("open already");
        }
        assertThatThrownBy(() -> DiskMaps.open(dir.resolve("not there"), 1, true))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysWhyItCannotWrite() throws Exception {
        DiskMaps maps = DiskMaps.open(heap.getPath("/maps.mv"), 1, false);
        byte[] value = new byte[DISK_BYTES / 8];
        assertThatThrownBy(() -> {
                    for (long i = 0; i < 16; i++) {
                        maps.byNumber("numbers").put(i, value);
                        maps.commit();
                    }
                })
                .isInstanceOf(MVStoreException.class)
                .hasMessageContaining("writing failed for /maps.mv: ")
                .hasMessageContaining("disk space");
    }
}
