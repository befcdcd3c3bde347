// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** Says how much room a faulty disk has. */
final class FaultyFileStore extends FileStore {

    private final FaultyDisk disk;
    private final FileStore below;

    FaultyFileStore(FaultyDisk disk, FileStore below) {
        this.disk = disk;
        this.below = below;
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public String type() {
        return below.type();
    }

    @Override
    public boolean isReadOnly() {
        return below.isReadOnly();
    }

    @Override
    public long getTotalSpace() throws IOException {
        synchronized (disk) {
            return disk.room().isLimited() ? disk.room().most() : below.getTotalSpace();
        }
    }

    @Override
    public long getUsableSpace() throws IOException {
        synchronized (disk) {
            return disk.room().isLimited() ? disk.room().free() : below.getUsableSpace();
        }
    }

    @Override
    public long getUnallocatedSpace() throws IOException {
        return getUsableSpace();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return below.supportsFileAttributeView(type);
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return below.supportsFileAttributeView(name);
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
        return below.getFileStoreAttributeView(type);
    }

    @Override
    public Object getAttribute(String attribute) throws IOException {
        return below.getAttribute(attribute);
    }
}
