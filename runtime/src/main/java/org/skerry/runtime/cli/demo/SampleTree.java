// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.SplittableRandom;

/** Makes a tree with what real trees hold: big and small files, odd names, an empty file and folder, a link, a program. */
final class SampleTree {

    private static final int SMALL_FILES = 300;
    private static final int BUFFER = 64 << 10;

    private final SplittableRandom random;

    SampleTree(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Fills a folder.
     *
     * @param folder is made
     * @param bytes about so much in all
     */
    void make(Path folder, long bytes) throws IOException {
        long small = Math.min(bytes / 4, SMALL_FILES * 40_000L);
        Path letters = Files.createDirectories(folder.resolve("letters"));
        for (int i = 0; i < SMALL_FILES; i++) {
            file(
                    letters.resolve("letter-" + i + ".txt"),
                    small / SMALL_FILES / 2 + random.nextLong(1 + small / SMALL_FILES));
        }
        Path films = Files.createDirectories(folder.resolve("films"));
        long big = Math.max(0, bytes - small);
        file(films.resolve("a long one.bin"), big * 3 / 4);
        file(films.resolve("a short one.bin"), big - big * 3 / 4);
        Path odd = Files.createDirectories(folder.resolve("odd"));
        file(odd.resolve("empty"), 0);
        file(odd.resolve("one byte"), 1);
        file(odd.resolve("two\nlines"), 100);
        file(odd.resolve("caf\u00e9 (NFC)"), 100);
        file(odd.resolve("cafe\u0301 (NFD)"), 100);
        file(odd.resolve("\ud83e\uddad seal"), 100);
        file(odd.resolve("n".repeat(255)), 100);
        Files.createDirectories(odd.resolve("empty folder"));
        Path program = odd.resolve("program.sh");
        Files.writeString(program, "#!/bin/sh\necho hello\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(odd.resolve("link to a letter"), Path.of("../letters/letter-0.txt"));
        Files.setLastModifiedTime(program, FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
    }

    private void file(Path path, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            for (long left = bytes; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
    }
}
