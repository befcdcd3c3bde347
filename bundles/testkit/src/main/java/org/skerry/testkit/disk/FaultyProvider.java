// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls on a faulty disk. Each asks the disk whether it may go on. */
final class FaultyProvider extends FileSystemProvider {

    private static final int COPIED_AT_ONCE = 64 << 10;

    private final FaultyDisk disk;
    private final FaultyFileSystem fileSystem;

    FaultyProvider(FaultyDisk disk, FaultyFileSystem fileSystem) {
        this.disk = disk;
        this.fileSystem = fileSystem;
    }

    @Override
    public String getScheme() {
        return "faulty-disk";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("a faulty disk is made by FaultyDisk.around");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("a path of a faulty disk comes from its file system");
    }

    private static Path below(Path path) {
        return FaultyPath.below(path);
    }

    private void before(DiskOperation operation, Path path) throws IOException {
        disk.before(operation, path.toAbsolutePath());
    }

    // ---- files

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (options.contains(StandardOpenOption.DELETE_ON_CLOSE)) {
            throw new UnsupportedOperationException("DELETE_ON_CLOSE");
        }
        synchronized (disk) {
            Path there = below(path);
            boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
            boolean followed = !options.contains(LinkOption.NOFOLLOW_LINKS);
            if (Names.look(there).isEmpty()) {
                make(path, there, options, writes, attributes);
            } else if (writes && options.contains(StandardOpenOption.CREATE_NEW)) {
                throw new FileAlreadyExistsException(path.toString());
            } else {
                before(DiskOperation.OPEN, path);
            }
            if (!followed && Files.isSymbolicLink(there)) {
                throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
            }
            if (Files.isDirectory(there)) {
                if (writes) {
                    throw new FileSystemException(path.toString(), null, "Is a directory");
                }
                return new FolderChannel(disk, disk.names().folder(there), path.toAbsolutePath());
            }
            return new FaultyChannel(disk, path.toAbsolutePath(), there.toRealPath(), options, writes);
        }
    }

    private void make(
            Path path, Path there, Set<? extends OpenOption> options, boolean writes, FileAttribute<?>... attributes)
            throws IOException {
        boolean may = options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        if (!writes || !may) {
            before(DiskOperation.OPEN, path);
            throw new NoSuchFileException(path.toString());
        }
        before(DiskOperation.CREATE, path);
        disk.names().makeFile(there, attributes);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        if (List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
            Files.deleteIfExists(target);
        }
        if (Files.isDirectory(source)) {
            Files.createDirectory(target);
            return;
        }
        try (FileChannel from = newFileChannel(source, Set.of(StandardOpenOption.READ));
                FileChannel to =
                        newFileChannel(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            ByteBuffer some = ByteBuffer.allocate(COPIED_AT_ONCE);
            while (from.read(some) >= 0) {
                some.flip();
                while (some.hasRemaining()) {
                    to.write(some);
                }
                some.clear();
            }
        }
    }

    // ---- names

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        synchronized (disk) {
            before(DiskOperation.LOOK, folder);
            if (!Files.isDirectory(below(folder))) {
                throw Names.look(below(folder)).isEmpty()
                        ? new NoSuchFileException(folder.toString())
                        : new java.nio.file.NotDirectoryException(folder.toString());
            }
            return new FaultyFolderStream(disk, fileSystem, disk.names().folder(below(folder)), folder, filter);
        }
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        synchronized (disk) {
            before(DiskOperation.CREATE, folder);
            disk.names().makeFolder(below(folder), attributes);
        }
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        synchronized (disk) {
            before(DiskOperation.CREATE, link);
            disk.names().makeSymlink(below(link), below(target), attributes);
        }
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        synchronized (disk) {
            before(DiskOperation.CREATE, link);
            disk.names().link(below(link), below(existing));
        }
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        synchronized (disk) {
            before(DiskOperation.LOOK, link);
            return fileSystem.of(Files.readSymbolicLink(below(link)));
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        synchronized (disk) {
            before(DiskOperation.DELETE, path);
            disk.names().remove(below(path));
        }
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        List<CopyOption> how = List.of(options);
        synchronized (disk) {
            before(DiskOperation.RENAME, source);
            boolean replaces = how.contains(StandardCopyOption.ATOMIC_MOVE)
                    || how.contains(StandardCopyOption.REPLACE_EXISTING)
                    || isSameFile(source, target);
            if (!replaces && Names.look(below(target)).isPresent()) {
                throw new FileAlreadyExistsException(target.toString());
            }
            disk.names().rename(below(source), below(target));
        }
    }

    // ---- attributes

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        if (path.equals(other)) {
            return true;
        }
        return Files.exists(below(path)) && Files.exists(below(other)) && Files.isSameFile(below(path), below(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(below(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        fileSystem.look(path);
        return new FaultyFileStore(disk, Files.getFileStore(below(path)));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        fileSystem.look(path);
        below(path).getFileSystem().provider().checkAccess(below(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(below(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        fileSystem.look(path);
        return Files.readAttributes(below(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        fileSystem.look(path);
        return Files.readAttributes(below(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        fileSystem.look(path);
        Files.setAttribute(below(path), attribute, value, options);
    }
}
