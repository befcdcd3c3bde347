// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.runtime.node.NodeHome;

class HomeChecksTest {

    @TempDir
    Path folder;

    @Test
    void saysHowToCloseWhatOthersMayRead() throws IOException {
        NodeHome home = new NodeHome(folder);
        Files.createDirectories(home.state());
        Files.setPosixFilePermissions(home.state(), PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(HomeChecks.all(home))
                .contains(Finding.warn(
                        "secrets", "others may use " + home.state() + "; mend it with: chmod go= " + home.state()));

        Files.setPosixFilePermissions(home.state(), PosixFilePermissions.fromString("rwx------"));
        assertThat(HomeChecks.all(home)).noneMatch(it -> it.what().equals("secrets"));
    }
}
