// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder for systems without calls relative to a descriptor: looks before it goes on. */
final class CheckedDirectory implements Directory {

    private final Path path;

    CheckedDirectory(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Directory child(String name) throws IOException {
        Path child = path.resolve(name);
        if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(child.toString());
        }
        return new CheckedDirectory(child);
    }

    @Override
    public FileChannel file(String name, Set<OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(path.resolve(name), all);
    }

    @Override
    public Optional<BasicFileAttributes> look(String name) throws IOException {
        try {
            return Optional.of(
                    Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void stamp(String name, int mode, Instant modified) throws IOException {
        Path file = path.resolve(name);
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(modified), null, null);
        @Nullable
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(SecureDirectory.permissions(mode));
        }
    }

    @Override
    public void letOwnerWrite(String name) throws IOException {
        @Nullable
        PosixFileAttributeView view =
                Files.getFileAttributeView(path.resolve(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(SecureDirectory.permissions(SecureDirectory.OWNER_ONLY));
        }
    }

    @Override
    public void rename(String name, Directory to, String newName) throws IOException {
        Files.move(path.resolve(name), to.path().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    public void close() {}
}
