// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.ChunkRead;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.skerry.spi.content.WantedChunk;

/** Which file of a pack has changed: whoever shares it and whoever fetches it name the same. */
class ChangedFileTest {

    @TempDir
    private Path dir;

    private LocalContents contents;

    @BeforeEach
    void open() throws Exception {
        contents = LocalContents.open(dir.resolve("state"));
    }

    @AfterEach
    void close() {
        contents.close();
    }

    private SharedContent share(Path folder) throws Exception {
        return contents.share(new ShareRequest(List.of(folder), false), progress -> {})
                .toCompletableFuture()
                .get();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 25, 39})
    void namesTheOneOfManySmallFilesThatChangedAtBothEnds(int edited) throws Exception {
        Path folder = Files.createDirectories(dir.resolve("in"));
        for (int i = 10; i < 40; i++) {
            Trees.write(folder.resolve("small " + i), 100, i);
        }
        SharedContent shared = share(folder);
        AcquireRequest request =
                new AcquireRequest(shared.link().root(), shared.link().secret(), Optional.of(dir.resolve("out")), dir);
        try (Ferry ferry = Ferry.between(shared, contents, request)) {
            ferry.result();
            Path file = folder.resolve("small " + edited);
            FileTime time = Files.getLastModifiedTime(file);
            Files.write(file, Trees.bytes(100, -1));
            Files.setLastModifiedTime(file, time);
            assertNamed(shared, ferry, file);
            Files.write(file, new byte[3]);
            assertNamed(shared, ferry, file);
        }
    }

    private void assertNamed(SharedContent shared, Ferry ferry, Path file) throws Exception {
        List<WantedChunk> chunks =
                ferry.wanted().stream().filter(it -> !it.manifest()).toList();
        List<String> named = new ArrayList<>();
        for (WantedChunk chunk : chunks) {
            if (shared.read(chunk.id()).toCompletableFuture().get() instanceof ChunkRead.Changed it) {
                named.add(it.path());
                assertThat(ferry.acquisition().describe(chunk.id(), it.mark()))
                        .contains(file.getFileName().toString());
                String vague =
                        ferry.acquisition().describe(chunk.id(), new byte[16]).orElseThrow();
                // the secret decides where a pack ends: a file may be alone in its own
                assertThat(vague)
                        .satisfiesAnyOf(
                                said -> assertThat(said).endsWith(", or a small file that is stored with it,"),
                                said -> assertThat(said)
                                        .isEqualTo(file.getFileName().toString()));
            }
        }
        assertThat(named).containsExactly(file.toString());
    }
}
