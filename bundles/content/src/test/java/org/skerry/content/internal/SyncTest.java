// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.skerry.api.TransferResult;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.SharedContent;

/** Java itself records which files were forced to the disk. */
class SyncTest extends AcquireCase {

    private static final String FILE = "a file before it gets its name";

    @Test
    void forcesEveryFileToTheDiskBeforeItGetsItsName() throws Exception {
        SharedContent shared = mixed();
        List<String> forced = forcedWhileFetching(shared, dir.resolve("with"));
        // A file that was opened relative to its folder is recorded without a path, so count; TargetTest sees to the
        // order.
        assertThat(forced).filteredOn(FILE::equals).hasSize((int) shared.files());
        assertThat(forced)
                .contains(
                        dir.resolve("with").toString(),
                        dir.resolve("with/sub").toString(),
                        dir.resolve("with/sub/sub").toString());
        assertThat(forced).as("what is known of it").anyMatch(it -> it.endsWith("/pages"));
    }

    @Test
    void forcesNothingIfItNeedNot() throws Exception {
        SharedContent shared = mixed();
        receiver.close();
        receiver =
                new LocalContents(dir.resolve("state b"), new Settings(2, 2, 32, 30, 4, false), dir.resolve("state b"));
        assertThat(forcedWhileFetching(shared, dir.resolve("without"))).allMatch(it -> it.endsWith("/pages"));
    }

    /** What was forced while a folder was written: files, and the paths of folders. */
    private List<String> forcedWhileFetching(SharedContent shared, Path target) throws Exception {
        Path file = dir.resolve("recorded");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            try (Ferry ferry = fetch(shared, target)) {
                assertThat(ferry.result()).isInstanceOf(TransferResult.Complete.class);
            }
            recording.stop();
            recording.dump(file);
        }
        List<String> forced = RecordingFile.readAllEvents(file).stream()
                .map(event ->
                        event.getThread().getJavaName().startsWith("content-namer") ? FILE : event.getString("path"))
                .filter(forcedOne -> forcedOne != null
                        && (forcedOne.equals(FILE)
                                || forcedOne.startsWith(target.toString())
                                || forcedOne.endsWith("/pages")))
                .toList();
        Files.delete(file);
        return forced;
    }
}
