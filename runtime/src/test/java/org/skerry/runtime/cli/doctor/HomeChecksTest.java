// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.runtime.node.DiskRoom;
import org.skerry.runtime.node.NodeHome;

class HomeChecksTest {

    @TempDir
    Path folder;

    @Test
    void failsWhereANewHomeHasNoRoom() {
        DiskRoom disk = new DiskRoom(folder);
        assertThat(HomeChecks.room(disk, 12_000))
                .isEqualTo(Finding.fail(
                        "disk",
                        "the disk of " + folder + " is full: 12000 bytes are free, and a new home needs 64000000;"
                                + " free some, or use --home elsewhere"));
        assertThat(HomeChecks.room(disk, 100_000_000).level()).isEqualTo(Finding.Level.WARN);
        assertThat(HomeChecks.room(disk, 10_000_000_000L).level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void asksForLessRoomWhereThereIsAHomeAlready() throws IOException {
        Files.createDirectory(folder.resolve("cache"));
        DiskRoom disk = new DiskRoom(folder);
        assertThat(HomeChecks.room(disk, 10_000_000).level()).isEqualTo(Finding.Level.WARN);
        assertThat(HomeChecks.room(disk, 1_000_000))
                .isEqualTo(Finding.fail(
                        "disk",
                        "the disk of " + folder + " is full: 1000000 bytes are free, and a node needs 8000000;"
                                + " free some, or use --home elsewhere"));
    }

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
