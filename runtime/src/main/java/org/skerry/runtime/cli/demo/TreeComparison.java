// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares two trees: names, kinds, modes, mtimes, targets of symbolic links, and every byte. */
final class TreeComparison {

    private static final int LONGEST_NAME = 200;

    private TreeComparison() {}

    /**
     * Compares what is in two folders; the folders' own attributes do not count.
     *
     * @return the first difference, in the order of paths
     */
    static Optional<String> difference(Path expected, Path actual) throws IOException {
        TreeMap<String, Path> left = list(expected);
        TreeMap<String, Path> right = list(actual);
        for (String name : left.keySet()) {
            if (!right.containsKey(name)) {
                return Optional.of(shown(name) + " is missing");
            }
            Optional<String> difference = entry(left.get(name), right.get(name));
            if (difference.isPresent()) {
                return Optional.of(shown(name) + ": " + difference.get());
            }
        }
        for (String name : right.keySet()) {
            if (!left.containsKey(name)) {
                return Optional.of(shown(name) + " was not there before");
            }
        }
        return Optional.empty();
    }

    private static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return "'" + (clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) + "…" : clean) + "'";
    }

    private static TreeMap<String, Path> list(Path folder) throws IOException {
        TreeMap<String, Path> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(it -> !it.equals(folder))
                    .forEach(it -> out.put(folder.relativize(it).toString(), it));
        }
        return out;
    }

    /** Compares two files, folders or links, less what is in the folders. */
    static Optional<String> entry(Path expected, Path actual) throws IOException {
        PosixFileAttributes left = Files.readAttributes(expected, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes right = Files.readAttributes(actual, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!kind(left).equals(kind(right))) {
            return Optional.of("a " + kind(left) + " became a " + kind(right));
        }
        if (left.isSymbolicLink()) {
            boolean same = Files.readSymbolicLink(expected).equals(Files.readSymbolicLink(actual));
            return same ? mtime(micros(left), micros(right)) : Optional.of("it links to another place");
        }
        if (!left.permissions().equals(right.permissions())) {
            return Optional.of("mode " + PosixFilePermissions.toString(left.permissions()) + " became "
                    + PosixFilePermissions.toString(right.permissions()));
        }
        Optional<String> times = mtime(
                left.lastModifiedTime().toInstant(), right.lastModifiedTime().toInstant());
        if (times.isEmpty() && left.isRegularFile()) {
            long at = Files.mismatch(expected, actual);
            return at < 0 ? Optional.empty() : Optional.of("it differs at byte " + at);
        }
        return times;
    }

    private static Optional<String> mtime(Instant left, Instant right) {
        return left.equals(right) ? Optional.empty() : Optional.of("mtime " + left + " became " + right);
    }

    /** Java sets the time of a symlink to the microsecond. */
    private static Instant micros(PosixFileAttributes link) {
        return link.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String kind(PosixFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "symbolic link";
        }
        return attributes.isDirectory() ? "folder" : attributes.isRegularFile() ? "file" : "special file";
    }
}
