// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A disk that fills, fails, rots, and loses what was not forced when the power goes. It lies around a file system that does none of
 * that, one in memory that is used by nothing else; what is there already counts as forced. The same calls with the same sources of
 * chance give the same disk. Thread-safe: one call at a time.
 *
 * <p>What a loss of power leaves is what POSIX lets it leave, narrowed to what file systems with an ordered journal do; see the
 * README of this module for the model and its sources.
 */
public final class FaultyDisk {

    static final String EIO = "Input/output error";
    private static final String OFF = "the machine is off";

    private final FileSystem below;
    private final FaultyFileSystem fileSystem;
    private final Room room = new Room();
    private final Names names;
    private DiskTrouble trouble = DiskTrouble.NONE;
    private long untilOff = Long.MAX_VALUE;
    private boolean off;
    private long lives;

    private FaultyDisk(FileSystem below) throws IOException {
        this.below = below;
        this.names = new Names(room, below.getRootDirectories().iterator().next());
        this.fileSystem = new FaultyFileSystem(this, below);
    }

    /**
     * A disk that does nothing wrong yet.
     *
     * @param below a file system with one root, keys for files, and files that can be read and written at once
     * @return the disk
     * @throws IOException if it cannot be written to
     */
    public static FaultyDisk around(FileSystem below) throws IOException {
        return new FaultyDisk(below);
    }

    /** {@return the file system to give to what is to be tested; closing it closes the one below} */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    // ---- what can go wrong

    /**
     * Lets it hold no more from now on; what is more already stays. Counted in blocks of 4096 bytes: one for each file, folder and
     * symlink, and one for each block of a file that was written to.
     *
     * @param bytes in all, {@link Long#MAX_VALUE} for no limit
     */
    public synchronized void room(long bytes) {
        room.most(bytes);
    }

    /** {@return bytes in use, as {@link #room} counts them, of what was made through this disk} */
    public synchronized long used() {
        return room.used();
    }

    /** Lets calls fail with EIO from now on. @param which says which; {@link DiskTrouble#NONE} for none */
    public synchronized void trouble(DiskTrouble which) {
        trouble = which;
    }

    /**
     * Lets the power go in the midst of things: so many more changes and forces are done, the next is not, and from then on every
     * call fails until {@link #losePower} or {@link #processDies} begins another life.
     *
     * @param more calls that are still done
     */
    public synchronized void offAfter(long more) {
        untilOff = more;
    }

    /** {@return whether {@link #offAfter} has come true} */
    public synchronized boolean isOff() {
        return off;
    }

    /**
     * The power goes and comes back. What was open is closed; content and names that were not forced are there, or in part, or not.
     *
     * @param random decides
     */
    public synchronized void losePower(Random random) {
        endLife();
        try {
            names.crash(random);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The process that uses it is killed. What was open is closed, nothing is lost. */
    public synchronized void processDies() {
        endLife();
    }

    private void endLife() {
        off = false;
        untilOff = Long.MAX_VALUE;
        lives++;
        try {
            names.letGo();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Forces all there is, as {@code sync} of the command line does. */
    public synchronized void sync() {
        try {
            names.forceAll();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Turns a bit over; nobody is told.
     *
     * @param file of this disk
     * @param bit which, counted from the first of the first byte
     * @throws IOException if there is no such file
     */
    public synchronized void flipBit(Path file, long bit) throws IOException {
        Path there = FaultyPath.below(file).toRealPath();
        Content content = names.content(there);
        content.open(there);
        try {
            content.flip(bit);
        } finally {
            content.close();
        }
    }

    // ---- what file system and channels ask

    long lives() {
        return lives;
    }

    Room room() {
        return room;
    }

    Names names() {
        return names;
    }

    /** Says whether a call may go on: counts it, and throws if it is to fail. */
    void before(DiskOperation operation, Path path) throws IOException {
        if (!off && operation.changes() && untilOff-- <= 0) {
            off = true;
        }
        if (off) {
            throw new FileSystemException(path.toString(), null, OFF);
        }
        if (trouble.strikes(operation, path)) {
            boolean ofChannel = operation == DiskOperation.READ || operation == DiskOperation.WRITE;
            throw ofChannel || operation == DiskOperation.FORCE
                    ? new IOException(EIO)
                    : new FileSystemException(path.toString(), null, EIO);
        }
    }

    void close() throws IOException {
        below.close();
    }
}
