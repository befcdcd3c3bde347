// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.skerry.base.disk.ForcedNames;
import org.skerry.base.disk.Listing;

/**
 * The store's folder, held by this store alone: {@code lock}, {@code tmp/} for what is being written, and the shelves. What
 * an earlier process left in {@code tmp/} is removed.
 */
final class Folder implements Closeable {

    private final Path path;
    private final FileChannel lock;

    private Folder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if need be, and takes hold of it.
     *
     * @throws IllegalArgumentException naming the key, if it cannot be written to or another store holds it
     */
    static Folder hold(Path path) {
        FileChannel lock = null;
        try {
            ForcedNames.make(path.resolve("tmp"));
            lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lock) == null) {
                throw new IOException("another store uses it");
            }
            emptyTmp(path.resolve("tmp"));
            Files.delete(Files.createTempFile(path.resolve("tmp"), "try", ""));
            return new Folder(path, lock);
        } catch (IOException e) {
            closeQuietly(lock);
            throw new IllegalArgumentException(
                    FileStoreSettings.PID + ": directory: cannot use " + path + ": " + reason(e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static void emptyTmp(Path tmp) throws IOException {
        for (Path left : Listing.of(tmp)) {
            Files.deleteIfExists(left);
        }
    }

    /** Some errors of the file system have a file name for a message. */
    static String reason(IOException e) {
        return e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static void closeQuietly(@Nullable FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("closing a lock file never fails on a file system that has locks", e);
        }
    }

    Path path() {
        return path;
    }

    Path tmp() {
        return path.resolve("tmp");
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        closeQuietly(lock);
    }
}
