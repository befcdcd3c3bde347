// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, whatever names it has: as they are now, in the disk below, and as they were when they were last forced. With
 * the lock of the disk.
 */
final class Content {

    private static final int[] SECTORS = {512, 4096};

    private final Room room;
    private final Search search;
    private final BitSet blocks = new BitSet();
    private int names = 1;
    private int users;
    private @Nullable FileChannel bytes;
    private byte @Nullable [] forced;
    private boolean locked;
    private boolean gone;

    /** Finds a file of the disk below, whatever its name is now. */
    interface Search {
        Path find() throws IOException;
    }

    /** Of a file that was just made, or that was there before with so many bytes. */
    Content(Room room, long size, Search search) {
        this.room = room;
        this.search = search;
        blocks.set(0, blocksOf(size));
    }

    private static int blocksOf(long size) {
        return Math.toIntExact((size + Room.BLOCK - 1) / Room.BLOCK);
    }

    // ---- names and users

    void linked() {
        if (names++ == 0) {
            count();
        }
    }

    /** Counts all of it as in use. */
    void count() {
        room.count(1L + blocks.cardinality());
    }

    void unlinked() {
        if (--names == 0) {
            room.count(-1L - blocks.cardinality());
        }
    }

    /** Whether it has no name and may not come back. */
    boolean isForgotten() {
        return names == 0 && forced == null && users == 0 && gone;
    }

    /** It can come back no more. */
    void discardIfUnlinked() throws IOException {
        if (names == 0) {
            gone = true;
            forced = null;
            closeIfIdle();
        }
    }

    void open(Path file) throws IOException {
        if (bytes == null) {
            bytes = channel(file);
        }
        users++;
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void close() throws IOException {
        users--;
        closeIfIdle();
    }

    private void closeIfIdle() throws IOException {
        if (users <= 0 && forced == null && bytes != null) {
            bytes.close();
            bytes = null;
        }
    }

    /** Takes the lock of the file; false if someone has it. */
    boolean lock() {
        boolean free = !locked;
        locked = true;
        return free;
    }

    void unlock() {
        locked = false;
    }

    // ---- bytes

    private FileChannel bytes() throws IOException {
        if (bytes == null) {
            throw new IOException("the file is not open");
        }
        if (!bytes.isOpen()) {
            // A thread that was interrupted has closed it, and others use it.
            bytes = channel(search.find());
        }
        return bytes;
    }

    long size() throws IOException {
        return bytes().size();
    }

    int read(ByteBuffer into, long at) throws IOException {
        return bytes().read(into, at);
    }

    /** Writes as much as there is room for; throws if that is nothing. */
    int write(ByteBuffer from, long at) throws IOException {
        int fits = reserve(at, from.remaining());
        if (fits == 0 && from.hasRemaining()) {
            throw new IOException(Room.FULL);
        }
        aboutToChange();
        ByteBuffer part = from.slice().limit(fits);
        long to = at;
        while (part.hasRemaining()) {
            to += bytes().write(part, to);
        }
        from.position(from.position() + fits);
        return fits;
    }

    private int reserve(long at, int length) {
        long end = at + length;
        for (long from = at; from < end; ) {
            int block = (int) (from / Room.BLOCK);
            if (!blocks.get(block)) {
                if (names > 0 && !room.take()) {
                    return (int) (from - at);
                }
                blocks.set(block);
            }
            from = (block + 1L) * Room.BLOCK;
        }
        return length;
    }

    void truncate(long size) throws IOException {
        if (size < size()) {
            aboutToChange();
            bytes().truncate(size);
            count(blocks.get(0, blocksOf(size)));
        }
    }

    private void count(BitSet now) {
        if (names > 0) {
            room.count((long) now.cardinality() - blocks.cardinality());
        }
        blocks.clear();
        blocks.or(now);
    }

    private void aboutToChange() throws IOException {
        if (forced == null) {
            forced = all();
        }
    }

    private byte[] all() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size()));
        while (all.hasRemaining() && read(all, all.position()) >= 0) {
            continue; // a read may give less than was asked for
        }
        return all.array();
    }

    /** What there is now stays. */
    void force() throws IOException {
        forced = null;
        closeIfIdle();
    }

    /** Turns one bit over, as rot does, behind the back of whoever wrote it. */
    void flip(long bit) throws IOException {
        long at = bit / Byte.SIZE;
        int mask = 1 << (bit % Byte.SIZE);
        ByteBuffer one = ByteBuffer.allocate(1);
        if (read(one, at) < 1) {
            throw new IllegalArgumentException("the file has no bit " + bit);
        }
        one.put(0, (byte) (one.get(0) ^ mask)).rewind();
        bytes().write(one, at);
        if (forced != null && at < forced.length) {
            forced[(int) at] ^= (byte) mask;
        }
    }

    // ---- the end of a life

    /** Nobody has it open any more. */
    void letGo() throws IOException {
        users = 0;
        locked = false;
        closeIfIdle();
    }

    /** Loses what was not forced, by chance. */
    void crash(Random random) throws IOException {
        byte[] before = forced;
        if (before != null) {
            byte[] now = all();
            byte[] left = switch (random.nextInt(4)) {
                case 0 -> now;
                case 1 -> before;
                case 2 -> prefix(before, now, random);
                default -> sectors(before, now, random);
            };
            replace(left);
        }
        force();
    }

    /** All of the new bytes up to some byte, and the old ones behind it. */
    private static byte[] prefix(byte[] before, byte[] now, Random random) {
        int cut = random.nextInt(now.length + 1);
        int size = random.nextBoolean() ? Math.max(cut, Math.min(before.length, now.length)) : now.length;
        byte[] left = Arrays.copyOf(before, size);
        System.arraycopy(now, 0, left, 0, cut);
        return left;
    }

    /** Of each sector the old or the new bytes; one that did not come at all is of zeros. The length came or did not. */
    private static byte[] sectors(byte[] before, byte[] now, Random random) {
        int sector = SECTORS[random.nextInt(SECTORS.length)];
        int size = random.nextBoolean() ? now.length : before.length;
        byte[] left = Arrays.copyOf(before, size);
        for (int at = 0; at < Math.min(size, now.length); at += sector) {
            if (random.nextBoolean()) {
                System.arraycopy(now, at, left, at, Math.min(sector, Math.min(size, now.length) - at));
            }
        }
        return left;
    }

    private void replace(byte[] left) throws IOException {
        bytes().truncate(left.length);
        ByteBuffer all = ByteBuffer.wrap(left);
        while (all.hasRemaining()) {
            bytes().write(all, all.position());
        }
        BitSet now = new BitSet();
        now.set(0, blocksOf(left.length));
        count(now);
    }
}
