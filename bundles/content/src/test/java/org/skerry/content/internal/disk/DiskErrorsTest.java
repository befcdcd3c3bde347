// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** One line for people, of each error. */
class DiskErrorsTest {

    private static String line(Throwable failure) {
        return DiskErrors.line(failure, Path.of("state"));
    }

    @Test
    void saysWhatIsWrongThoughTheErrorSaysOnlyWhere() {
        assertThat(line(new AccessDeniedException("/state/file"))).isEqualTo("permission denied: /state/file");
    }

    @Test
    void saysTheFirstLineOfWhatTheErrorSays() {
        assertThat(line(new IOException("it is damaged\nfrom here on"))).isEqualTo("it is damaged");
    }

    @Test
    void saysToMakeRoomOnAFullDisk() {
        assertThat(line(new IOException("No space left on device"))).isEqualTo("the disk is full; make room for state");
    }
}
