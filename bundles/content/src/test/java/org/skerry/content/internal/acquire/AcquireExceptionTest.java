// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AcquireExceptionTest {

    private static String message(IOException e) {
        return AcquireException.of(e, "/proc/x", Path.of("/")).getMessage();
    }

    @Test
    void saysWhyNothingCanBeWritten() {
        assertThat(message(new NoSuchFileException("/proc/x")))
                .isEqualTo("cannot write /proc/x: there is no /proc/x, and it cannot be made");
        assertThat(message(new FileAlreadyExistsException("/proc/x")))
                .isEqualTo("cannot write /proc/x: /proc/x is there already, and is something else");
        assertThat(message(new AccessDeniedException("/proc/x"))).isEqualTo("cannot write /proc/x: permission denied");
        assertThat(message(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("cannot write /proc/x: /a: Read-only file system");
    }
}
