// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;

/** Tables of a disk that fails for a moment. */
class FailedMapsTest {

    private static final long ENTRIES = 20_000;

    @Test
    void canBeOpenedAgainWhenTheDiskIsWell() throws Exception {
        FaultyDisk disk = FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix()));
        Path file = disk.fileSystem().getPath("/maps.mv");
        try (DiskMaps maps = DiskMaps.open(file, 1, false)) {
            MVMap<Long, byte[]> map = maps.byNumber("some");
            for (long i = 0; i < ENTRIES; i++) {
                map.put(i, new byte[200]);
            }
            maps.commit();
        }
        try (DiskMaps maps = DiskMaps.open(file, 1, true)) {
            MVMap<Long, byte[]> map = maps.byNumber("some");
            disk.trouble((operation, path) -> operation == DiskOperation.READ);
            assertThatThrownBy(() -> readAll(map)).isInstanceOf(MVStoreException.class);
        }
        disk.trouble(DiskTrouble.NONE);
        DiskMaps unopened = DiskMaps.open(file, 1, true);
        disk.trouble((operation, path) -> operation == DiskOperation.READ);
        assertThatThrownBy(() -> unopened.byNumber("some")).isInstanceOf(MVStoreException.class);
        disk.trouble(DiskTrouble.NONE);
        try (DiskMaps maps = DiskMaps.open(file, 1, true)) {
            readAll(maps.byNumber("some"));
        }
    }

    private static void readAll(MVMap<Long, byte[]> map) {
        for (long i = 0; i < ENTRIES; i++) {
            assertThat(map.get(i)).hasSize(200);
        }
    }
}
