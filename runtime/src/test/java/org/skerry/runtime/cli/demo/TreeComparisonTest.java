// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {

    private static final FileTime THEN = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456789Z"));

    @TempDir
    Path folder;

    private Path left;
    private Path right;

    @BeforeEach
    void setUp() throws IOException {
        left = make(folder.resolve("left"));
        right = make(folder.resolve("right"));
    }

    private static Path make(Path root) throws IOException {
        Path sub = Files.createDirectories(root.resolve("sub"));
        Files.writeString(sub.resolve("file"), "hello");
        stampLink(Files.createSymbolicLink(sub.resolve("link"), Path.of("file")), THEN);
        Files.setLastModifiedTime(sub.resolve("file"), THEN);
        Files.setLastModifiedTime(sub, THEN);
        return root;
    }

    private static void stampLink(Path link, FileTime time) throws IOException {
        Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }

    private String difference() throws IOException {
        return TreeComparison.difference(left, right).orElse("none");
    }

    @Test
    void findsNoneBetweenEqualTrees() throws IOException {
        assertThat(difference()).isEqualTo("none");
    }

    @Test
    void findsTheTimeOfALinkItself() throws IOException {
        stampLink(right.resolve("sub/link"), FileTime.fromMillis(THEN.toMillis() + 1));
        assertThat(difference()).startsWith("'sub/link': mtime ");
    }

    @Test
    void findsAByte() throws IOException {
        Files.writeString(right.resolve("sub/file"), "hellO");
        Files.setLastModifiedTime(right.resolve("sub/file"), THEN);
        assertThat(difference()).isEqualTo("'sub/file': it differs at byte 4");
    }

    @Test
    void findsAMode() throws IOException {
        Files.setPosixFilePermissions(left.resolve("sub/file"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(right.resolve("sub/file"), PosixFilePermissions.fromString("rwxr--r--"));
        assertThat(difference()).isEqualTo("'sub/file': mode rw-r--r-- became rwxr--r--");
    }

    @Test
    void findsATime() throws IOException {
        Files.setLastModifiedTime(right.resolve("sub"), FileTime.from(Instant.EPOCH));
        assertThat(difference()).startsWith("'sub': mtime");
    }

    @Test
    void findsAnotherTarget() throws IOException {
        Files.delete(right.resolve("sub/link"));
        Files.createSymbolicLink(right.resolve("sub/link"), Path.of("elsewhere"));
        Files.setLastModifiedTime(right.resolve("sub"), THEN);
        assertThat(difference()).isEqualTo("'sub/link': it links to another place");
    }

    @Test
    void findsWhatIsMissingAndWhatIsNew() throws IOException {
        Files.delete(right.resolve("sub/link"));
        Files.setLastModifiedTime(right.resolve("sub"), THEN);
        assertThat(difference()).isEqualTo("'sub/link' is missing");
        Files.delete(left.resolve("sub/link"));
        Files.setLastModifiedTime(left.resolve("sub"), THEN);
        Files.writeString(right.resolve("new\nline"), "");
        assertThat(difference()).isEqualTo("'new?line' was not there before");
    }

    @Test
    void findsAnotherKind() throws IOException {
        Files.delete(right.resolve("sub/link"));
        Files.createDirectory(right.resolve("sub/link"));
        Files.setLastModifiedTime(right.resolve("sub"), THEN);
        assertThat(difference()).isEqualTo("'sub/link': a symbolic link became a folder");
    }

    @Test
    void makesASampleOfAboutTheSizeAskedFor() throws IOException {
        Path sample = folder.resolve("sample");
        new SampleTree(1).make(sample, 4 << 20);
        long bytes;
        try (var files = Files.walk(sample)) {
            bytes = files.filter(Files::isRegularFile)
                    .mapToLong(it -> it.toFile().length())
                    .sum();
        }
        assertThat(bytes).isBetween(3L << 20, 5L << 20);
        assertThat(sample.resolve("odd/link to a letter")).isSymbolicLink().exists();
    }
}
