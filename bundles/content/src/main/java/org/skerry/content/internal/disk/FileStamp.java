// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What tells whether a file was touched. Hints only: whoever serves a chunk compares hashes.
 *
 * @param kind what it is
 * @param mode permission bits, 0 to 0777
 * @param size in bytes
 * @param modified when its bytes were last changed
 * @param changed when anything of it was last changed, where the system tells
 * @param inode its number on the disk, where the system tells
 */
public record FileStamp(Kind kind, int mode, long size, Instant modified, Instant changed, long inode) {

    /** What a path is. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** A symbolic link. */
        SYMLINK,
        /** A pipe, socket or device. */
        SPECIAL
    }

    private static final int PERMISSIONS = 0777;
    private static final int DEFAULT_FILE_MODE = 0644;
    private static final int DEFAULT_FOLDER_MODE = 0755;

    /**
     * Looks at a path without following a symlink.
     *
     * @param path which
     * @return its stamp
     * @throws IOException if it cannot be looked at
     */
    public static FileStamp of(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Instant modified = basic.lastModifiedTime().toInstant();
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            int mode = basic.isDirectory() ? DEFAULT_FOLDER_MODE : DEFAULT_FILE_MODE;
            return new FileStamp(kind(basic), mode, basic.size(), modified, modified, 0);
        }
        Map<String, Object> unix = Files.readAttributes(path, "unix:mode,ctime,ino", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) Objects.requireNonNull(unix.get("mode")) & PERMISSIONS;
        Instant changed = ((FileTime) Objects.requireNonNull(unix.get("ctime"))).toInstant();
        long inode = ((Number) Objects.requireNonNull(unix.get("ino"))).longValue();
        return new FileStamp(kind(basic), mode, basic.size(), modified, changed, inode);
    }

    private static Kind kind(BasicFileAttributes basic) {
        if (basic.isSymbolicLink()) {
            return Kind.SYMLINK;
        } else if (basic.isDirectory()) {
            return Kind.FOLDER;
        }
        return basic.isRegularFile() ? Kind.FILE : Kind.SPECIAL;
    }
}
