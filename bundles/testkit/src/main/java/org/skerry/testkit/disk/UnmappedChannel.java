// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** What channels of a faulty disk have in common: most of the calls are made of few, and none maps a file into memory. */
abstract class UnmappedChannel extends FileChannel {

    private static final String IS_FOLDER = "Is a directory";
    private static final int MOVED_AT_ONCE = 64 << 10;

    /** Throws if it was closed, by its owner or by the end of its process. */
    final void requireOpen(boolean lives) throws IOException {
        if (!isOpen() || !lives) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        throw new IOException(IS_FOLDER);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        throw new IOException(IS_FOLDER);
    }

    @Override
    public final long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            while (into[i].hasRemaining()) {
                int read = read(into[i]);
                if (read < 0) {
                    return sum == 0 ? read : sum;
                }
                sum += read;
            }
        }
        return sum;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        throw new NonWritableChannelException();
    }

    @Override
    public final long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            while (from[i].hasRemaining()) {
                sum += write(from[i]);
            }
        }
        return sum;
    }

    @Override
    public long position() throws IOException {
        throw new NonReadableChannelException();
    }

    @Override
    public FileChannel position(long at) throws IOException {
        throw new NonReadableChannelException();
    }

    @Override
    public long size() throws IOException {
        throw new NonReadableChannelException();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        throw new NonWritableChannelException();
    }

    @Override
    public final long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        ByteBuffer some = ByteBuffer.allocate((int) Math.min(count, MOVED_AT_ONCE));
        int read = read(some, from);
        return read <= 0 ? 0 : target.write(some.flip());
    }

    @Override
    public final long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
        ByteBuffer some = ByteBuffer.allocate((int) Math.min(count, MOVED_AT_ONCE));
        if (source.read(some) <= 0) {
            return 0;
        }
        some.flip();
        long sum = 0;
        while (some.hasRemaining()) {
            sum += write(some, at + sum);
        }
        return sum;
    }

    @Override
    public final MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("a faulty disk maps no files");
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
        throw new NonWritableChannelException();
    }

    @Override
    public @Nullable FileLock tryLock(long at, long size, boolean shared) throws IOException {
        return lock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {}
}
