// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes folders to share, and describes folders so that they can be compared. */
public final class Trees {

    public static final int BIG = 20 << 20;
    public static final int SMALL_FILES = 200;

    private Trees() {}

    /** A folder with all that is awkward about names, sizes and kinds. */
    public static Path tricky(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("empty"), 0, 1);
        write(folder.resolve("one byte"), 1, 2);
        write(folder.resolve("just packed"), (64 << 10) - 1, 3);
        write(folder.resolve("one chunk"), 64 << 10, 4);
        write(folder.resolve("line\nbreak"), 100, 5);
        write(folder.resolve("emoji \uD83E\uDD94\u200D"), 100, 6);
        write(folder.resolve(Normalizer.normalize("h\u00e9", Normalizer.Form.NFC)), 100, 7);
        write(folder.resolve(Normalizer.normalize("h\u00e9", Normalizer.Form.NFD)), 200, 8);
        write(folder.resolve("n".repeat(255)), 300, 9);
        Files.createDirectory(folder.resolve("empty folder"));
        Path program = write(folder.resolve("program"), 1000, 10);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path small = Files.createDirectories(folder.resolve("deep/er/small"));
        for (int i = 0; i < SMALL_FILES; i++) {
            write(small.resolve("file " + i), 20 + 37 * i, 100 + i);
        }
        write(folder.resolve("deep/big"), BIG, 11);
        write(folder.resolve("deep!"), 10, 12);
        Files.write(folder.resolve("zeros"), new byte[3 << 20]);
        Files.copy(folder.resolve("deep/big"), folder.resolve("deep/er/big again"));
        Files.createSymbolicLink(folder.resolve("deep/er/link"), Path.of("../../program"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("not there"));
        Files.setPosixFilePermissions(folder.resolve("deep/er"), PosixFilePermissions.fromString("r-xr-xr-x"));
        age(folder);
        return folder;
    }

    /** Random bytes that depend on the seed only. */
    public static byte[] bytes(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    public static Path write(Path file, int size, long seed) throws IOException {
        return Files.write(file, bytes(size, seed));
    }

    /** Gives everything a time of its own in the past, folders last. */
    private static void age(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            int n = 0;
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Instant time = Instant.ofEpochSecond(1_500_000_000L + n++, 123_456_789);
                Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(FileTime.from(time), null, null);
            }
        }
    }

    /** What there is, with modes, times and hashes. */
    public static Map<String, String> describe(Path folder) throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.toList()) {
                all.put(folder.relativize(path).toString(), describeOne(path));
            }
        }
        return all;
    }

    /** What differs between two folders; empty if nothing does. */
    public static List<String> differences(Path left, Path right) throws Exception {
        Map<String, String> a = describe(left);
        Map<String, String> b = describe(right);
        TreeSet<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(a.get(name), b.get(name)))
                .map(name -> name + ": " + a.get(name) + " | " + b.get(name))
                .toList();
    }

    /** Paths of all files, folders and symlinks in a folder, but for those that are not whole. */
    public static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(it -> !it.equals(folder))
                    .map(it -> folder.relativize(it).toString())
                    .toList();
        }
    }

    private static String describeOne(Path path) throws Exception {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            // Java sets the time of a symlink to the microsecond.
            Instant time = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
            return "-> " + Files.readSymbolicLink(path) + " " + time;
        }
        String what = PosixFilePermissions.toString(attributes.permissions()) + " " + attributes.lastModifiedTime();
        if (attributes.isDirectory()) {
            return "folder " + what;
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
        return what + " " + attributes.size() + " " + HexFormat.of().formatHex(hash);
    }
}
