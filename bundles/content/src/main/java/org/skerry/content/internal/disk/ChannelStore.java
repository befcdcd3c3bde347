// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * The file of an MVStore, on whichever file system its path is of. H2's own knows paths as strings, so of the default one only;
 * others would have to be registered for all that use H2. Locked while it is open for writing; what is only
 * read is whole, and may be opened by several.
 */
final class ChannelStore extends RandomAccessStore {

    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final Set<StandardOpenOption> WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    private final FileChannel channel;

    /** With {@code config} as {@link org.h2.mvstore.MVStore.Builder} makes it. */
    private ChannelStore(Path file, FileChannel channel, Map<String, Object> config, boolean readOnly)
            throws IOException {
        super(config);
        this.channel = channel;
        init(file.toString(), readOnly);
        saveChunkLock.lock();
        try {
            setSize(channel.size());
        } finally {
            saveChunkLock.unlock();
        }
    }

    /**
     * Opens or makes a file.
     *
     * @param file where
     * @param cacheMiB heap for its pages
     * @param readOnly whether nothing will be written
     * @return the store, for one MVStore that adopts it
     * @throws IOException if it cannot be opened, or is open elsewhere
     */
    static ChannelStore open(Path file, int cacheMiB, boolean readOnly) throws IOException {
        boolean forReading = readOnly || Files.exists(file) && !Files.isWritable(file);
        FileChannel channel = FileChannel.open(file, forReading ? READ : WRITE);
        try {
            if (!forReading) {
                lock(channel);
            }
            return new ChannelStore(file, channel, Map.of("cacheSize", cacheMiB, "cacheConcurrency", 1), forReading);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The lock ends with the channel. */
    private static void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new IOException("it is open in another process");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("it is open already", e);
        }
    }

    @Override
    public void open(String fileName, boolean readOnly, char @Nullable [] encryptionKey) {
        throw new UnsupportedOperationException("it is open from the beginning");
    }

    @Override
    public ChannelStore open(String fileName, boolean readOnly) {
        throw new UnsupportedOperationException("it is open from the beginning");
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long from, int length) {
        return readFully(channel, from, length);
    }

    @Override
    protected void writeFully(SFChunk chunk, long from, ByteBuffer bytes) {
        int length = bytes.remaining();
        setSize(Math.max(size(), from + length));
        try {
            // H2's own way to do this does not say why it failed.
            for (long at = from; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw failed("writing", e);
        }
        writeCount.incrementAndGet();
        writeBytes.addAndGet(length);
    }

    @Override
    protected void truncate(long size) {
        try {
            writeCount.incrementAndGet();
            channel.truncate(size);
            setSize(Math.min(size(), size));
        } catch (IOException e) {
            throw failed("truncating", e);
        }
    }

    @Override
    public void sync() {
        if (channel.isOpen()) {
            try {
                channel.force(true);
            } catch (IOException e) {
                throw failed("forcing to the disk", e);
            }
        }
    }

    private MVStoreException failed(String what, IOException e) {
        return DataUtils.newMVStoreException(
                DataUtils.ERROR_WRITING_FAILED, "{0} failed for {1}: {2}", what, getFileName(), e.getMessage(), e);
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("what it holds can be made anew");
    }

    /** Closes the file, whatever has become of the MVStore. */
    void abandon() throws IOException {
        channel.close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("closing", e);
        } finally {
            super.close();
        }
    }
}
