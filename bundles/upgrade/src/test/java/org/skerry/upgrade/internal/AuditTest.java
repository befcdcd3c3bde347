// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.testkit.disk.FaultyDisk;

class AuditTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-06T07:08:09.123456Z"), ZoneOffset.UTC);
    private static final String TIME = "2026-05-06T07:08:09.123Z ";

    @TempDir
    Path home;

    @Test
    void addsALineForEachStep() throws IOException {
        Path folder = home.resolve("state/upgrade");
        new Audit(folder, CLOCK, () -> 4096).write("one");
        new Audit(folder, CLOCK, () -> 4096).write("two → ü");
        assertThat(folder.resolve("audit.log")).hasContent(TIME + "one\n" + TIME + "two → ü\n");
    }

    @Test
    void replacesWhatWouldFakeALineOrHideOne() throws IOException {
        new Audit(home, CLOCK, () -> 4096).write("a\nb\rc\u001b[2Kd\u0000e\u007ff\u0085g\u009bh\u2028i\u202ej");
        assertThat(Files.readString(home.resolve("audit.log"))).isEqualTo(TIME + "a b c [2Kd e f g h i j\n");
    }

    @Test
    void beginsAnotherFileWhenOneIsFull() throws IOException {
        Audit audit = new Audit(home, CLOCK, () -> 2L * (TIME + "0\n").length());
        for (int i = 0; i < 5; i++) {
            audit.write(String.valueOf(i));
        }
        assertThat(home.resolve("audit.log")).hasContent(TIME + "4\n");
        assertThat(home.resolve("audit.log.1")).hasContent(TIME + "2\n" + TIME + "3\n");
        assertThat(home.toFile().list()).hasSize(2);
    }

    @Test
    void whatIsWrittenOutlivesThePower() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            FaultyDisk disk = FaultyDisk.around(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .build()));
            Path folder = disk.fileSystem().getPath("/home/state/upgrade");
            Audit audit = new Audit(folder, CLOCK, () -> 1);
            audit.write("one");
            audit.write("two");
            disk.losePower(new Random(seed));
            assertThat(Files.readString(folder.resolve("audit.log.1")))
                    .as("seed %d", seed)
                    .isEqualTo(TIME + "one\n");
            assertThat(Files.readString(folder.resolve("audit.log"))).isEqualTo(TIME + "two\n");
        }
    }
}
