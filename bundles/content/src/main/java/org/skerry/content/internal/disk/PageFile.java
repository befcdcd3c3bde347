// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.manifest.PageSource;

/**
 * Pages of a manifest as stored, one behind the other in a file: a line that says the version of the format, then for each id
 * (32 bytes), length (4 bytes), page. What was put is found again after the process is killed; an unfinished record at the end is cut off by the next put. Every page is hashed
 * when it is read. Thread-safe; blocks on the disk.
 */
public final class PageFile implements PageSource, Closeable {

    private static final long VERSION = 1;
    private static final String WHAT = "skerry pages ";
    private static final byte[] LINE = (WHAT + VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
    private static final Pattern ANY_LINE = Pattern.compile(WHAT + "([1-9][0-9]{0,8})\n.*", Pattern.DOTALL);
    private static final int LONGEST_LINE = 32;
    private static final int HEAD = 36;

    private final FileChannel channel;
    private final Map<ChunkId, Slot> slots = new HashMap<>();
    private boolean headed;
    private long end = LINE.length;

    private record Slot(long offset, int length) {}

    /**
     * Opens or makes the file.
     *
     * @param path where
     * @throws LaterVersionException if a later version of the node wrote it
     * @throws IOException if that fails
     */
    public PageFile(Path path) throws IOException {
        this(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Opens a file that is only read.
     *
     * @param path where it is
     * @return takes no page
     * @throws LaterVersionException if a later version of the node wrote it
     * @throws IOException if that fails
     */
    public static PageFile forReading(Path path) throws IOException {
        return new PageFile(path, StandardOpenOption.READ);
    }

    private PageFile(Path path, StandardOpenOption... how) throws IOException {
        channel = FileChannel.open(path, how);
        try {
            readLine(path);
            scan();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A line that is damaged or unfinished is written anew by the next put: each page is hashed, so what follows is believed or not by itself. */
    private void readLine(Path path) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
        readFully(line, 0);
        String text = new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII);
        Matcher any = ANY_LINE.matcher(text);
        if (any.matches() && Long.parseLong(any.group(1)) > VERSION) {
            throw new LaterVersionException(path.toString(), Long.parseLong(any.group(1)), VERSION);
        }
        headed = any.matches();
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
        if (!headed) {
            write(ByteBuffer.wrap(LINE), 0);
            headed = true;
        }
        if (channel.size() > end) {
            channel.truncate(end);
        }
        long at = write(record, end);
        slots.put(id, new Slot(end + HEAD, length));
        end = at;
    }

    /**
     * Adds the pages of another file: those that are whole there, and not here.
     *
     * @param other is only read; what cannot be read of it is left out
     * @throws IOException if this one cannot be written
     */
    public void putAll(PageFile other) throws IOException {
        for (ChunkId id : other.ids()) {
            if (page(id).isEmpty()) {
                Optional<ByteBuffer> page = other.readable(id);
                if (page.isPresent()) {
                    put(id, page.get());
                }
            }
        }
    }

    private synchronized List<ChunkId> ids() {
        return List.copyOf(slots.keySet());
    }

    private Optional<ByteBuffer> readable(ChunkId id) {
        try {
            return page(id);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns where it ends. */
    private long write(ByteBuffer bytes, long from) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    /** {@return whether it says the version of its format; one without pages need not} */
    public synchronized boolean isHeaded() {
        return headed || slots.isEmpty();
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
