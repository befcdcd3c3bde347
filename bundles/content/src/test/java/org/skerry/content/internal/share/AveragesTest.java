// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.content.internal.LocalContents;
import org.skerry.content.internal.Trees;
import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.disk.StateFile;
import org.skerry.content.internal.share.Averages.Choice;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;

class AveragesTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    @TempDir
    Path dir;

    private static Averages next(Averages last) throws Exception {
        return StateFile.decode("averages", last.encode(), Averages::decode);
    }

    @Test
    void changesAnAverageOnlyWhenTheSizeHasChangedFourfold() throws Exception {
        Averages first = new Averages(Map.of());
        assertThat(first.of("a", GIB)).isEqualTo(CutRule.SMALL_AVERAGE);
        Averages second = next(first);
        assertThat(second.of("a", 3 * GIB)).as("over the limit").isEqualTo(CutRule.SMALL_AVERAGE);
        Averages third = next(second);
        assertThat(third.of("a", 4 * GIB)).as("fourfold of what it was").isEqualTo(CutRule.MEDIUM_AVERAGE);
        Averages fourth = next(third);
        assertThat(fourth.of("a", GIB + 1)).isEqualTo(CutRule.MEDIUM_AVERAGE);
        Averages fifth = next(fourth);
        assertThat(fifth.of("a", GIB)).as("a quarter").isEqualTo(CutRule.SMALL_AVERAGE);
    }

    @Test
    void keepsWhatOnlyBigFilesNeed() throws Exception {
        Averages first = new Averages(Map.of());
        assertThat(first.of("small", 100 * MIB)).isEqualTo(CutRule.SMALL_AVERAGE);
        assertThat(first.of("big", 600 * MIB)).isEqualTo(CutRule.SMALL_AVERAGE);
        assertThat(first.encode()).asString().contains("big").doesNotContain("small");
        assertThat(next(first).of("small", 70 * GIB)).isEqualTo(CutRule.LARGE_AVERAGE);
    }

    @Test
    void cutsTheNextVersionOfAShareAsTheLast() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("in"));
        Path file = Trees.write(folder.resolve("file"), 8 << 20, 1);
        try (LocalContents contents = LocalContents.open(dir.resolve("state"))) {
            long small = share(contents, folder, false).manifest().chunks();
            assertThat(small).isGreaterThan(150);
            // As if it had been a file of the largest class.
            record(new Choice(CutRule.LARGE_AVERAGE, 10 << 20));
            assertThat(share(contents, folder, false).manifest().chunks()).isLessThan(80);
            record(new Choice(CutRule.LARGE_AVERAGE, 10 << 20));
            assertThat(share(contents, folder, true).manifest().chunks())
                    .as("a fresh share")
                    .isGreaterThan(150);
            record(new Choice(CutRule.LARGE_AVERAGE, 10 << 20));
            Trees.write(file, 2 << 20, 2);
            assertThat(share(contents, folder, false).manifest().chunks())
                    .as("a fifth of it")
                    .isGreaterThan(30);
        }
    }

    private static SharedContent share(LocalContents contents, Path folder, boolean fresh) throws Exception {
        return contents.share(new ShareRequest(List.of(folder), fresh), progress -> {})
                .toCompletableFuture()
                .get();
    }

    private void record(Choice choice) throws Exception {
        try (Stream<Path> paths = Files.list(dir.resolve("state/shares"))) {
            for (Path share : paths.toList()) {
                Files.write(share.resolve("averages"), Averages.encode(Map.of("file", choice)));
            }
        }
    }
}
