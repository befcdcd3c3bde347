// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;

/** What is done in the folder that a fetch writes. */
class TargetTest {

    @TempDir
    Path folder;

    @Test
    void makesFoldersEmptyThoughOneHasLostItsNameWithThePowerAndKeptWhatWasInIt() throws Exception {
        try (Target target = Target.open(folder)) {
            target.begin(ChunkId.of(new byte[32]));
            Path nameless = Files.createDirectory(folder.resolve(".skerry-partial/folder"));
            Files.createFile(nameless.resolve("file"));
            target.makeFolder("sub");
            assertThat(folder.resolve("sub")).isEmptyDirectory();
        }
    }
}
