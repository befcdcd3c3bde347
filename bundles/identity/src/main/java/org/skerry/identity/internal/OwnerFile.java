// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.disk.ForcedNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that only its owner may read (mode 0600), replaced as a whole: a crash leaves the old content or the new.
 * Not for several writers at once.
 */
final class OwnerFile {

    static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
    static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");

    private static final Logger LOG = LoggerFactory.getLogger(OwnerFile.class);
    private static final int MAX_BYTES = 64 * 1024;

    private final Path path;
    private final Path next;

    OwnerFile(Path path) {
        this.path = path;
        this.next = path.resolveSibling(path.getFileName() + ".tmp");
    }

    Path path() {
        return path;
    }

    /** Whether there is one, for all that is known: a disk that fails does not tell, and nothing is to be made in its place. */
    boolean exists() {
        return !Files.notExists(path);
    }

    /** The content; empty if there is no such file. Takes away what others may do with it, and warns. */
    Optional<byte[]> read() throws IOException {
        if (!exists()) {
            return Optional.empty();
        }
        if (restrict(path)) {
            LOG.warn(
                    "{} was open to other users of this machine and no longer is; if one of them may have read it, "
                            + "replace it",
                    path);
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(path + " is damaged: longer than " + MAX_BYTES + " bytes");
            }
            return Optional.of(content);
        }
    }

    /** Replaces the content; it is on the disk when this returns. */
    void write(byte[] content) throws IOException {
        Files.deleteIfExists(next);
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(next, options, modeOf(path, FILE_MODE))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            delete(next);
            // Some errors of the disk do not say where.
            throw new IOException("cannot write " + path + ": " + DiskReason.of(e), e);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ForcedNames.of(path);
    }

    private static void delete(Path half) {
        try {
            Files.deleteIfExists(half);
        } catch (IOException e) {
            LOG.debug("{} stays, and is replaced by the next write", half, e);
        }
    }

    /** Makes a folder with mode 0700, or takes away what others may do in it. */
    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                ForcedNames.make(parent);
            }
            ForcedNames.make(folder, modeOf(folder, FOLDER_MODE));
        }
        if (restrict(folder)) {
            LOG.warn("{} was open to other users of this machine and no longer is", folder);
        }
    }

    /** What to create a file with, where the file system knows modes. */
    static FileAttribute<?>[] modeOf(Path path, Set<PosixFilePermission> mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    /** Removes every right of the group and of others; whether there was one. */
    private static boolean restrict(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        Set<PosixFilePermission> rights = view.readAttributes().permissions();
        Set<PosixFilePermission> kept = EnumSet.noneOf(PosixFilePermission.class);
        kept.addAll(rights);
        kept.retainAll(FOLDER_MODE);
        if (kept.size() == rights.size()) {
            return false;
        }
        view.setPermissions(kept);
        return true;
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
