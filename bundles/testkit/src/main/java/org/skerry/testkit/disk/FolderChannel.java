// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A folder that was opened to force the names in it, as Linux lets one do. */
final class FolderChannel extends UnmappedChannel {

    private final FaultyDisk disk;
    private final Folder folder;
    private final Path path;
    private final long life;

    FolderChannel(FaultyDisk disk, Folder folder, Path path) {
        this.disk = disk;
        this.folder = folder;
        this.path = path;
        this.life = disk.lives();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        synchronized (disk) {
            requireOpen(life == disk.lives());
            disk.before(DiskOperation.FORCE, path);
            disk.names().force(folder);
        }
    }
}
