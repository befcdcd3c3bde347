// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skerry.base.disk.ForcedNames;

/** Files and folders that only the user of the node may read: 0600 and 0700. */
public final class PrivateFiles {

    private static final FileAttribute<?> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    /**
     * Makes a folder and those above it.
     *
     * @param folder which
     * @return the folder
     * @throws IOException if that fails
     */
    public static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, modeOf(folder));
    }

    /**
     * The same for one that is to survive a loss of power: its name is on the disk itself when this returns.
     *
     * @param folder which
     * @return the folder
     * @throws IOException if that fails
     */
    public static Path lastingFolder(Path folder) throws IOException {
        return ForcedNames.make(folder, modeOf(folder));
    }

    private static FileAttribute<?>[] modeOf(Path folder) {
        return isPosix(folder) ? new FileAttribute<?>[] {FOLDER_MODE} : new FileAttribute<?>[0];
    }

    /**
     * Writes a file so that it is there whole or not at all, and on the disk itself when this returns.
     *
     * @param file where; replaced
     * @param content what
     * @throws IOException if that fails
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileAttribute<?>[] mode = isPosix(file) ? new FileAttribute<?>[] {FILE_MODE} : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ForcedNames.of(file);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Deletes a folder with all that is in it; symlinks are not followed. Nothing happens if it is not there.
     *
     * @param folder which
     * @throws IOException if that fails
     */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(below);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
