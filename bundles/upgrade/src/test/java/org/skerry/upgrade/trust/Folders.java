// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders and files as tests want them, whatever the umask. */
final class Folders {

    private Folders() {}

    static void chmod(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    static Path folder(Path path) throws IOException {
        Files.createDirectories(path);
        chmod(path, "rwxr-xr-x");
        return path;
    }

    static Path file(Path path, String text) throws IOException {
        Files.writeString(path, text);
        chmod(path, "rw-r--r--");
        return path;
    }

    /** A copy of a file beside this class. */
    static Path sample(String name, Path to) throws IOException {
        try (InputStream in = Objects.requireNonNull(Folders.class.getResourceAsStream(name), name)) {
            Files.copy(in, to);
        }
        chmod(to, "rw-------");
        return to;
    }

    static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).toList().stream();
        }
    }
}
