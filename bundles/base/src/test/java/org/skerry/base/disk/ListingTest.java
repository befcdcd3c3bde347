// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors in the midst of it are tested where there is a disk that fails. */
class ListingTest {

    @TempDir
    Path folder;

    @Test
    void listsWhatIsThere() throws Exception {
        assertThat(Listing.of(folder)).isEmpty();
        Path file = Files.createFile(folder.resolve("file"));
        Path below = Files.createDirectory(folder.resolve("below"));
        assertThat(Listing.of(folder)).containsExactlyInAnyOrder(file, below);
        assertThatThrownBy(() -> Listing.of(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void looksNoFurtherThanItMust() throws Exception {
        assertThat(Listing.all(folder, it -> false)).isTrue();
        Files.createFile(folder.resolve("a"));
        Files.createFile(folder.resolve("b"));
        List<Path> seen = new ArrayList<>();
        assertThat(Listing.all(folder, it -> !seen.add(it))).isFalse();
        assertThat(seen).hasSize(1);
        assertThat(Listing.all(folder, it -> it.startsWith(folder))).isTrue();
    }
}
