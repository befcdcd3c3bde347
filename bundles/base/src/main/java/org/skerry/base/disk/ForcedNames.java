// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;

/**
 * Names that survive a loss of power. To force a file brings its bytes to the disk and, as POSIX has it (fsync), not its name: that
 * takes the folder to be forced. Systems that open no folders, and disks on a network that take no such call for one, keep names
 * their own way; there, nothing is done. Thread-safe; blocks on the disk.
 */
public final class ForcedNames {

    /** What Linux says of calls that a disk does not know: EINVAL, EOPNOTSUPP, ENOSYS. */
    private static final List<String> UNKNOWN_CALL =
            List.of("Invalid argument", "not supported", "Function not implemented");

    /** What systems say, and file systems in memory, that open files only. Windows denies access. */
    private static final List<String> NO_FILE = List.of("Is a directory", "not a regular file");

    private ForcedNames() {}

    /**
     * Waits until the names in a folder are on the disk itself, where the system can do that.
     *
     * @param folder which; nothing happens if it is not there
     * @throws IOException if the disk fails, or the folder cannot be opened though the system can open folders
     */
    public static void in(Path folder) throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            if (cannotOpen(e)) {
                return;
            }
            throw e;
        }
        try (names) {
            names.force(true);
        } catch (IOException e) {
            if (UNKNOWN_CALL.stream().noneMatch(it -> says(e, it))) {
                throw e;
            }
        }
    }

    /**
     * Waits until the name of a file or folder is on the disk itself.
     *
     * @param path which
     * @throws IOException if the disk fails
     */
    public static void of(Path path) throws IOException {
        Path above = path.toAbsolutePath().getParent();
        if (above != null) {
            in(above);
        }
    }

    /**
     * Makes a folder and those above it, and waits until the names of those it made are on the disk itself.
     *
     * @param folder which; nothing happens if it is there
     * @param mode of what is made
     * @return the folder
     * @throws IOException if that fails; a folder whose name could not be forced is not left behind
     */
    public static Path make(Path folder, FileAttribute<?>... mode) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null) {
            make(above, mode);
        }
        // Says, too, what is wrong with something else of that name, and is content with a folder that came meanwhile.
        Files.createDirectories(folder, mode);
        try {
            of(folder);
        } catch (IOException e) {
            takeBack(folder, e);
            throw e;
        }
        return folder;
    }

    /** The next try would find it and take its name for forced. It stays if something is in it, or if the disk fails. */
    private static void takeBack(Path folder, IOException why) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Whether it says that the system opens no folders, or not this one, or that there is none that could have names. */
    private static boolean cannotOpen(IOException e) {
        return e instanceof AccessDeniedException
                || e instanceof NoSuchFileException
                || NO_FILE.stream().anyMatch(it -> says(e, it));
    }

    private static boolean says(IOException e, String what) {
        return String.valueOf(e.getMessage()).contains(what);
    }
}
