// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.manifest.PageSource;

/**
 * Pages of a manifest as stored, one behind the other in a file: id (32 bytes), length (4 bytes), page. What was put is
 * found again after the process is killed; an unfinished record at the end is cut off by the next put. Every page is hashed
 * when it is read. Thread-safe; blocks on the disk.
 */
public final class PageFile implements PageSource, Closeable {

    private static final int HEAD = 36;

    private final FileChannel channel;
    private final Map<ChunkId, Slot> slots = new HashMap<>();
    private long end;

    private record Slot(long offset, int length) {}

    /**
     * Opens or makes the file.
     *
     * @param path where
     * @throws IOException if that fails
     */
    public PageFile(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            scan();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void scan() throws IOException {
        long size = channel.size();
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        while (end + HEAD <= size && readFully(head.clear(), end)) {
            byte[] id = new byte[HEAD - Integer.BYTES];
            int length = head.flip().get(id).getInt();
            if (length < 1 || length > ChunkCipher.MAX_STORED || end + HEAD + length > size) {
                break;
            }
            slots.put(ChunkId.of(id), new Slot(end + HEAD, length));
            end += HEAD + length;
        }
        // What lies behind stays until something is put there: to read a damaged file must not cost the pages behind
        // the damage.
    }

    /**
     * Adds a page; does nothing if it is here.
     *
     * @param id its hash
     * @param page as stored, from position to limit; the position is not moved
     * @throws IOException if it cannot be written
     */
    public synchronized void put(ChunkId id, ByteBuffer page) throws IOException {
        Slot old = slots.get(id);
        if (old != null && read(id, old) != null) {
            return;
        }
        int length = page.remaining();
        ByteBuffer record = ByteBuffer.allocate(HEAD + length);
        id.writeTo(record);
        record.putInt(length).put(page.duplicate()).flip();
        if (channel.size() > end) {
            channel.truncate(end);
        }
        long at = end;
        while (record.hasRemaining()) {
            at += channel.write(record, at);
        }
        slots.put(id, new Slot(end + HEAD, length));
        end = at;
    }

    /**
     * Whether there is such a page.
     *
     * @param id its hash
     * @return true if it was put; its bytes are not looked at
     */
    public synchronized boolean has(ChunkId id) {
        return slots.containsKey(id);
    }

    /**
     * Reads and hashes every page.
     *
     * @return the damaged ones
     * @throws IOException if that fails
     */
    public List<ChunkId> damaged() throws IOException {
        Map<ChunkId, Slot> all;
        synchronized (this) {
            all = Map.copyOf(slots);
        }
        List<ChunkId> damaged = new ArrayList<>();
        for (Map.Entry<ChunkId, Slot> page : all.entrySet()) {
            if (read(page.getKey(), page.getValue()) == null) {
                damaged.add(page.getKey());
            }
        }
        return damaged;
    }

    /** {@return number of pages} */
    public synchronized int size() {
        return slots.size();
    }

    @Override
    public Optional<ByteBuffer> page(ChunkId id) throws IOException {
        Slot slot;
        synchronized (this) {
            slot = slots.get(id);
        }
        return slot == null ? Optional.empty() : Optional.ofNullable(read(id, slot));
    }

    private @Nullable ByteBuffer read(ChunkId id, Slot slot) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(slot.length());
        boolean whole = readFully(page, slot.offset());
        page.flip();
        return whole && ChunkId.ofChunk(page).equals(id) ? page : null;
    }

    private boolean readFully(ByteBuffer target, long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
