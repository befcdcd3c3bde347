// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a disk does with it is tested where there is one that forgets; here, that it is asked, and asked for nothing it cannot do. */
class ForcedNamesTest {

    @TempDir
    Path dir;

    private interface Work {
        void run() throws IOException;
    }

    private List<String> forced(Work work) throws IOException {
        Path file = Files.createTempFile("forced", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        try {
            return RecordingFile.readAllEvents(file).stream()
                    .map(event -> event.getString("path"))
                    .filter(path -> path != null && path.startsWith(dir.toString()))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void forcesTheFolderAboveEachThatItMakes() throws IOException {
        assertThat(forced(() -> ForcedNames.make(dir.resolve("a/b"))))
                .containsExactly(dir.toString(), dir.resolve("a").toString());
        assertThat(dir.resolve("a/b")).isDirectory();
        assertThat(forced(() -> ForcedNames.make(dir.resolve("a/b")))).isEmpty();
        assertThat(forced(() -> ForcedNames.of(dir.resolve("a/b/file"))))
                .containsExactly(dir.resolve("a/b").toString());
    }

    @Test
    void passesOverWhatTheSystemCannotForce() {
        assertThatCode(() -> ForcedNames.in(dir.resolve("missing"))).doesNotThrowAnyException();
        // Linux answers EINVAL there.
        assertThatCode(() -> ForcedNames.in(Path.of("/proc/self"))).doesNotThrowAnyException();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatAFolderCouldNotBeOpenedForAnotherReason() throws IOException {
        Path loop = Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
        assertThatThrownBy(() -> ForcedNames.in(loop)).hasMessageContaining("Too many levels of symbolic links");
    }

    @Test
    void saysThatSomethingElseHasTheName() throws IOException {
        Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> ForcedNames.make(dir.resolve("file"))).isInstanceOf(FileAlreadyExistsException.class);
    }
}
