// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.disk.Directory;

class TargetTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_500_000_000);

    @TempDir
    Path dir;

    private Target target;
    private Path partial;

    @BeforeEach
    void begin() throws IOException {
        // Rights do not bind root, as whom these tests may run.
        target = new Target(dir, new StrictDirectory(Directory.open(dir)), false, true);
        target.begin(ChunkId.ofChunk(ByteBuffer.wrap(new byte[] {1})));
        partial = dir.resolve(".skerry-partial");
    }

    private static PlannedFile planned(long size) {
        return new PlannedFile("name", 0444, TIME, size, new byte[32], false);
    }

    private void readOnly(String name, String text) throws IOException {
        Files.writeString(partial.resolve(name), text);
        Files.setPosixFilePermissions(partial.resolve(name), PosixFilePermissions.fromString("r--r--r--"));
    }

    @Test
    void namesAFileThatWasStampedAlready() throws IOException {
        readOnly("1", "text");
        target.place(1, planned(4), true);
        assertThat(dir.resolve("name")).hasContent("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("name"))))
                .isEqualTo("r--r--r--");
    }

    @Test
    void mendsAFileThatWasStampedAlready() throws IOException {
        readOnly("1", "text");
        readOnly("2", "text");
        try (FileChannel channel = target.openPartial(1, 6)) {
            channel.write(ByteBuffer.wrap("TEXTed".getBytes(StandardCharsets.UTF_8)), 0);
        }
        target.writePartial(2, ByteBuffer.wrap("other".getBytes(StandardCharsets.UTF_8)));
        assertThat(partial.resolve("1")).hasContent("TEXTed");
        assertThat(partial.resolve("2")).hasContent("other");
    }

    @Test
    void namesNothingThatHasGoneOrHasAnotherLength() throws IOException {
        assertThatThrownBy(() -> target.place(1, planned(4), true)).isInstanceOf(NoSuchFileException.class);
        Files.writeString(partial.resolve("1"), "tex");
        assertThatThrownBy(() -> target.place(1, planned(4), false)).hasMessageContaining("3 bytes, not 4");
        assertThat(dir.resolve("name")).doesNotExist();
    }

    @Test
    void forcesAFileWithItsAttributesBeforeItGetsItsName() throws IOException {
        Files.writeString(partial.resolve("1"), "text");
        Path recorded = dir.resolve("recorded");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.enable(StrictDirectory.Done.NAME);
            recording.start();
            target.place(1, planned(4), true);
            recording.stop();
            recording.dump(recorded);
        }
        String here = Thread.currentThread().getName();
        assertThat(RecordingFile.readAllEvents(recorded).stream()
                        .filter(it -> it.getThread().getJavaName().equals(here))
                        .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                        .map(it -> it.hasField("what") ? it.getString("what") : "forced"))
                .containsExactly("stamped", "forced", "named");
    }

    @Test
    void goesOnWhereAFolderCannotBeForced() throws IOException {
        Path odd = Path.of("/proc/self");
        assumeThat(odd).as("a folder that takes no fsync, here of Linux").isDirectory();
        try (Target there = Target.open(odd)) {
            assertThatCode(() -> there.force("")).doesNotThrowAnyException();
        }
    }
}
