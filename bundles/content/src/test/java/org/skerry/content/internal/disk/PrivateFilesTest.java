// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;

/** Folders on a disk that fails, and then loses its power. */
class PrivateFilesTest {

    private static FaultyDisk disk() throws IOException {
        return FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build()));
    }

    @Test
    void aFolderWhoseNameCouldNotBeForcedLastsOnceTheNextTryHasMadeIt() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            FaultyDisk disk = disk();
            Path folder = disk.fileSystem().getPath("/home/node/shares");
            for (Path failing : new Path[] {folder.getParent().getParent(), folder.getParent()}) {
                disk.trouble((what, path) -> what == DiskOperation.FORCE && path.equals(failing));
                assertThatThrownBy(() -> PrivateFiles.lastingFolder(folder)).hasMessageContaining("Input/output error");
            }
            disk.trouble(DiskTrouble.NONE);
            PrivateFiles.lastingFolder(folder);
            disk.losePower(new Random(seed));
            assertThat(folder).as("seed %d", seed).isDirectory();
        }
    }
}
