// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder whose calls are relative to its descriptor. */
final class SecureDirectory implements Directory {

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static final int OWNER_ONLY = 0600;

    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    SecureDirectory(Path path, SecureDirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
    }

    @Override
    public Path path() {
        return path;
    }

    private Path name(String name) {
        return path.getFileSystem().getPath(name);
    }

    @Override
    public Directory child(String name) throws IOException {
        DirectoryStream<Path> child = stream.newDirectoryStream(name(name), LinkOption.NOFOLLOW_LINKS);
        return new SecureDirectory(path.resolve(name), (SecureDirectoryStream<Path>) child);
    }

    @Override
    public FileChannel file(String name, Set<OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        SeekableByteChannel channel = stream.newByteChannel(name(name), all, PRIVATE);
        if (channel instanceof FileChannel file) {
            return file;
        }
        channel.close();
        throw new IOException("this Java opens no file channels in " + path);
    }

    @Override
    public Optional<BasicFileAttributes> look(String name) throws IOException {
        BasicFileAttributeView view =
                stream.getFileAttributeView(name(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            return Optional.of(view.readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void stamp(String name, int mode, Instant modified) throws IOException {
        // The time first: what its owner may not read can no longer be opened for it.
        setTime(name, modified);
        @Nullable
        PosixFileAttributeView view =
                stream.getFileAttributeView(name(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(permissions(mode));
        }
    }

    @Override
    public void letOwnerWrite(String name) throws IOException {
        @Nullable
        PosixFileAttributeView view =
                stream.getFileAttributeView(name(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(permissions(OWNER_ONLY));
        }
    }

    /** The call relative to the descriptor knows microseconds only, so the path is used if it leads to the same file. */
    private void setTime(String name, Instant modified) throws IOException {
        FileTime time = FileTime.from(modified);
        Path file = path.resolve(name);
        BasicFileAttributeView here =
                stream.getFileAttributeView(name(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributeView there =
                Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        boolean same = Objects.equals(
                here.readAttributes().fileKey(), there.readAttributes().fileKey());
        (same ? there : here).setTimes(time, null, null);
    }

    static Set<PosixFilePermission> permissions(int mode) {
        // Declared from the owner's to the others' rights, as the bits are from the left.
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < all.length; i++) {
            if ((mode & 1 << (all.length - 1 - i)) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }

    @Override
    public void rename(String name, Directory to, String newName) throws IOException {
        stream.move(name(name), ((SecureDirectory) to).stream, name(newName));
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            stream.deleteFile(name(name));
        } catch (NoSuchFileException e) {
            // As wished.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
