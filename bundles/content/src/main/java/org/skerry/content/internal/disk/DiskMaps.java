// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * Tables on disk with a small cache, in one H2 MVStore file. Nothing is committed in the background: the owner says
 * {@link #tick} after each change, which commits now and then so that the heap stays small, and {@link #commit} when
 * what it wrote is to last. Maps may be read by several threads while one writes.
 */
public final class DiskMaps implements Closeable {

    private static final int CHANGES_PER_COMMIT = 50_000;

    private final MVStore store;
    private final ChannelStore channel;
    private int changes;

    private DiskMaps(MVStore store, ChannelStore channel) {
        this.store = store;
        this.channel = channel;
    }

    /**
     * Opens or makes a file.
     *
     * @param file where
     * @param cacheMiB heap for its pages
     * @param readOnly whether nothing will be written
     * @return the maps
     * @throws IOException if it cannot be opened, is damaged, or is open elsewhere
     */
    public static DiskMaps open(Path file, int cacheMiB, boolean readOnly) throws IOException {
        ChannelStore channel = null;
        try {
            channel = ChannelStore.open(file, cacheMiB, readOnly);
            MVStore store = new MVStore.Builder()
                    .adoptFileStore(channel)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(4096)
                    .open();
            if (file.getFileSystem() != FileSystems.getDefault()) {
                // What was freed is overwritten after 45 s of the machine's time, which says nothing to a simulated
                // disk.
                store.setRetentionTime(Integer.MAX_VALUE);
            }
            return new DiskMaps(store, channel);
        } catch (IOException | MVStoreException | IllegalArgumentException e) {
            if (channel != null) {
                channel.abandon();
            }
            throw new IOException(file + " cannot be opened: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    /**
     * A map with numbers as keys.
     *
     * @param name of the map
     * @return the map
     */
    public MVMap<Long, byte[]> byNumber(String name) {
        return open(
                name,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /** Whoever cannot open one of its maps has not got the whole yet, and could not close it. */
    private <K> MVMap<K, byte[]> open(String name, MVMap.Builder<K, byte[]> kind) {
        try {
            return store.openMap(name, kind);
        } catch (MVStoreException e) {
            drop();
            throw e;
        }
    }

    /**
     * A map with byte strings as keys.
     *
     * @param name of the map
     * @return the map
     */
    public MVMap<byte[], byte[]> byBytes(String name) {
        return open(
                name,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** Notes a change; commits when there are many. One thread. */
    public void tick() {
        if (++changes >= CHANGES_PER_COMMIT) {
            commit();
        }
    }

    /** Writes what was changed to the file. */
    public void commit() {
        changes = 0;
        store.commit();
    }

    @Override
    public void close() {
        try {
            if (!store.isClosed()) {
                store.close();
            }
        } finally {
            letGo();
        }
    }

    /** Closes without writing what was not committed. */
    public void drop() {
        try {
            store.closeImmediately();
        } finally {
            letGo();
        }
    }

    /** An MVStore that closes itself, as its disk has failed, keeps its file open, and locked. */
    private void letGo() {
        try {
            channel.abandon();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
