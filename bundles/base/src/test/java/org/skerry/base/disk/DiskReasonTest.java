// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Some errors tell only by their class what is wrong. */
class DiskReasonTest {

    @Test
    void saysWhatTheClassOfAnErrorMeans() {
        assertThat(DiskReason.of(new AccessDeniedException("/file"))).isEqualTo("permission denied: /file");
        assertThat(DiskReason.of(new NoSuchFileException("/file"))).isEqualTo("no such file or folder: /file");
        assertThat(DiskReason.of(new DirectoryNotEmptyException("/folder")))
                .isEqualTo("DirectoryNotEmptyException: /folder");
        assertThat(DiskReason.of(new ClosedChannelException())).isEqualTo("ClosedChannelException");
    }

    @Test
    void repeatsAnErrorThatSaysWhatIsWrong() {
        assertThat(DiskReason.of(new IOException("it is damaged"))).isEqualTo("it is damaged");
        assertThat(DiskReason.of(new FileSystemException("/file", null, "Input/output error")))
                .isEqualTo("/file: Input/output error");
    }

    @Test
    void saysTheFirstLineOfWhatTheErrorSays() {
        Path state = Path.of("state");
        assertThat(DiskReason.line(new IOException("it is damaged\nfrom here on"), state))
                .isEqualTo("it is damaged");
        assertThat(DiskReason.line(new AccessDeniedException("/state/file"), state))
                .isEqualTo("permission denied: /state/file");
    }

    @Test
    void saysToMakeRoomOnAFullDisk() {
        for (String said : List.of("No space left on device", "Disk quota exceeded")) {
            assertThat(DiskReason.line(new CompletionException(new IOException("/a: " + said)), Path.of("state")))
                    .isEqualTo("the disk is full; make room for state");
        }
    }
}
