// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file that is open. A lock is of the whole file, and held against all other channels, as of one process. */
final class FaultyChannel extends UnmappedChannel {

    private final FaultyDisk disk;
    private final Path path;
    private final Content content;
    private final boolean reads;
    private final boolean writes;
    private final boolean appends;
    private final boolean forces;
    private final long life;
    private boolean locked;
    private long position;

    /** With the lock of the disk. @param there where it is on the disk below */
    FaultyChannel(FaultyDisk disk, Path path, Path there, Set<? extends OpenOption> options, boolean writes)
            throws IOException {
        this.disk = disk;
        this.path = path;
        this.writes = writes;
        this.reads = !writes || options.contains(StandardOpenOption.READ);
        this.appends = options.contains(StandardOpenOption.APPEND);
        this.forces = options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC);
        this.life = disk.lives();
        this.content = disk.names().content(there);
        content.open(there);
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            content.truncate(0);
        }
    }

    private void before(DiskOperation operation) throws IOException {
        requireOpen(life == disk.lives());
        if (operation == DiskOperation.READ && !reads) {
            throw new NonReadableChannelException();
        }
        if (operation == DiskOperation.WRITE && !writes) {
            throw new NonWritableChannelException();
        }
        disk.before(operation, path);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        synchronized (disk) {
            int read = read(into, position);
            position += Math.max(0, read);
            return read;
        }
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        synchronized (disk) {
            before(DiskOperation.READ);
            return content.read(into, at);
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        synchronized (disk) {
            requireOpen(life == disk.lives());
            if (appends) {
                position = content.size();
            }
            int written = write(from, position);
            position += written;
            return written;
        }
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        synchronized (disk) {
            before(DiskOperation.WRITE);
            int written = content.write(from, at);
            if (forces) {
                force(false);
            }
            return written;
        }
    }

    @Override
    public long position() throws IOException {
        synchronized (disk) {
            requireOpen(life == disk.lives());
            return position;
        }
    }

    @Override
    public FileChannel position(long at) throws IOException {
        synchronized (disk) {
            requireOpen(life == disk.lives());
            position = at;
            return this;
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            requireOpen(life == disk.lives());
            return content.size();
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        synchronized (disk) {
            before(DiskOperation.WRITE);
            content.truncate(size);
            position = Math.min(position, size);
            return this;
        }
    }

    @Override
    public void force(boolean metaData) throws IOException {
        synchronized (disk) {
            before(DiskOperation.FORCE);
            content.force();
        }
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
        synchronized (disk) {
            requireOpen(life == disk.lives());
            if (!content.lock()) {
                throw new OverlappingFileLockException();
            }
            locked = true;
            return new WholeLock(this, at, size, shared);
        }
    }

    private static final class WholeLock extends FileLock {

        private final FaultyChannel channel;

        WholeLock(FaultyChannel channel, long at, long size, boolean shared) {
            super(channel, at, size, shared);
            this.channel = channel;
        }

        @Override
        public boolean isValid() {
            return channel.isOpen() && channel.locked;
        }

        @Override
        public void release() {
            channel.unlock();
        }
    }

    private void unlock() {
        synchronized (disk) {
            if (locked && life == disk.lives()) {
                content.unlock();
            }
            locked = false;
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        synchronized (disk) {
            unlock();
            if (life == disk.lives()) {
                content.close();
            }
        }
    }
}
