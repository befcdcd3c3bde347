// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes trees of files, and compares them. */
public final class Trees {

    private Trees() {}

    /** Writes a file of bytes that do not compress and do not repeat, the same for the same seed. */
    public static Path random(Path file, long bytes, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        Random random = new Random(seed);
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(block.length, left));
            }
        }
        return file;
    }

    /** {@return the first difference of two trees in names, types, bytes, modes, times or link targets; empty if none} */
    public static String difference(Path one, Path other) throws IOException {
        TreeSet<String> names = new TreeSet<>(names(one));
        names.addAll(names(other));
        for (String name : names) {
            String found = differenceAt(one.resolve(name), other.resolve(name));
            if (!found.isEmpty()) {
                return name + ": " + found;
            }
        }
        return "";
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .toList();
        }
    }

    private static String differenceAt(Path a, Path b) throws IOException {
        if (!Files.exists(a, LinkOption.NOFOLLOW_LINKS) || !Files.exists(b, LinkOption.NOFOLLOW_LINKS)) {
            return "in one tree only";
        }
        PosixFileAttributes left = Files.readAttributes(a, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes right = Files.readAttributes(b, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (left.isSymbolicLink() != right.isSymbolicLink() || left.isDirectory() != right.isDirectory()) {
            return "of different types";
        }
        if (left.isSymbolicLink()) {
            boolean same = Files.readSymbolicLink(a).equals(Files.readSymbolicLink(b));
            return same ? differentTimes(micros(left), micros(right)) : "different target";
        }
        if (!left.permissions().equals(right.permissions())) {
            return "modes " + left.permissions() + " and " + right.permissions();
        }
        String times = differentTimes(
                left.lastModifiedTime().toInstant(), right.lastModifiedTime().toInstant());
        if (!times.isEmpty()) {
            return times;
        }
        return left.isDirectory() || Files.mismatch(a, b) < 0 ? "" : "different bytes at " + Files.mismatch(a, b);
    }

    private static String differentTimes(Instant left, Instant right) {
        return left.equals(right) ? "" : "times " + left + " and " + right;
    }

    /** Java sets the time of a symlink to the microsecond. */
    private static Instant micros(PosixFileAttributes link) {
        return link.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
