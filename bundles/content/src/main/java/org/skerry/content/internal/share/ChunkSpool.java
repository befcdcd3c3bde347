// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;

/**
 * The chunks of all files in the order in which they were cut, on disk, because those of a big share do not fit into the
 * heap. Written first, then read. Not thread-safe.
 */
final class ChunkSpool implements Closeable {

    private static final int RECORD = 68;
    private static final int BUFFERED = 4096;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(RECORD * BUFFERED);
    private long written;
    private long loadedFrom = -1;
    private int loaded;

    ChunkSpool(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void add(StoredChunk chunk) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        chunk.id().writeTo(buffer);
        chunk.tag().writeTo(buffer);
        buffer.putInt(chunk.length());
    }

    /** Ends writing. */
    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += channel.write(buffer, written);
        }
        buffer.clear();
    }

    /** Reads a record, counted from 0. Fast when read in order. */
    StoredChunk get(long record) throws IOException {
        if (loadedFrom < 0 || record < loadedFrom || record >= loadedFrom + loaded) {
            load(record);
        }
        buffer.position((int) (record - loadedFrom) * RECORD);
        byte[] id = new byte[32];
        byte[] tag = new byte[32];
        buffer.get(id).get(tag);
        return new StoredChunk(ChunkId.of(id), Tag.of(tag), buffer.getInt());
    }

    private void load(long record) throws IOException {
        buffer.clear();
        long at = record * RECORD;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        loadedFrom = record;
        loaded = buffer.position() / RECORD;
        if (loaded == 0) {
            throw new IOException("a record of the chunk spool is missing");
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
