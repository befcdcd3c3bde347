// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open folder. Calls are relative to it even if it has been given another name since. */
final class FaultyFolderStream implements SecureDirectoryStream<Path> {

    private final FaultyDisk disk;
    private final FaultyFileSystem fileSystem;
    private final Folder folder;
    private final Path opened;
    private final Filter<? super Path> filter;
    private boolean listed;
    private boolean closed;

    FaultyFolderStream(
            FaultyDisk disk, FaultyFileSystem fileSystem, Folder folder, Path opened, Filter<? super Path> filter) {
        this.disk = disk;
        this.fileSystem = fileSystem;
        this.folder = folder;
        this.opened = opened;
        this.filter = filter;
    }

    /** Where something is now. */
    private Path at(Path name) throws IOException {
        if (closed) {
            throw new ClosedDirectoryStreamException();
        }
        synchronized (disk) {
            return fileSystem.of(folder.path().resolve(FaultyPath.below(name)));
        }
    }

    @Override
    public Iterator<Path> iterator() {
        if (closed || listed) {
            throw new IllegalStateException("a folder is listed once");
        }
        listed = true;
        List<Path> all = new ArrayList<>();
        synchronized (disk) {
            try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.path())) {
                for (Path there : names) {
                    disk.before(DiskOperation.LIST, opened);
                    Path name = opened.resolve(String.valueOf(there.getFileName()));
                    if (!disk.names().isRetired(there) && filter.accept(name)) {
                        all.add(name);
                    }
                }
            } catch (IOException e) {
                throw new java.nio.file.DirectoryIteratorException(e);
            }
        }
        return List.copyOf(all).iterator();
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path name, LinkOption... options) throws IOException {
        synchronized (disk) {
            Path there = at(name);
            disk.before(DiskOperation.LOOK, there);
            if (!Files.isDirectory(FaultyPath.below(there), options)) {
                throw new NotDirectoryException(name.toString());
            }
            Folder child = disk.names().folder(FaultyPath.below(there));
            return new FaultyFolderStream(disk, fileSystem, child, opened.resolve(name), any -> true);
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return Files.newByteChannel(at(name), options, attributes);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        Files.delete(at(name));
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        Files.delete(at(name));
    }

    @Override
    public void move(Path name, SecureDirectoryStream<Path> target, Path newName) throws IOException {
        if (!(target instanceof FaultyFolderStream to)) {
            throw new ProviderMismatchException();
        }
        Files.move(at(name), to.at(newName), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
        return view(fileSystem.getPath("."), type);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path name, Class<V> type, LinkOption... options) {
        return view(name, type, options);
    }

    private <V extends FileAttributeView> @Nullable V view(Path name, Class<V> type, LinkOption... options) {
        try {
            return Files.getFileAttributeView(at(name), type, options);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
