// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;

class PageFileTest {

    @TempDir
    Path dir;

    private static ByteBuffer page(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void returnsNoPageThatWasDamagedAndTakesItAnew() throws Exception {
        Path path = dir.resolve("pages");
        ByteBuffer one = page("the first page");
        ByteBuffer two = page("the second page");
        ChunkId first = ChunkId.ofChunk(one);
        ChunkId second = ChunkId.ofChunk(two);
        try (PageFile file = new PageFile(path)) {
            file.put(first, one);
            file.put(second, two);
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[40] ^= 1;
        Files.write(path, bytes);
        try (PageFile file = new PageFile(path)) {
            assertThat(file.page(first)).isEmpty();
            assertThat(file.page(second)).contains(two);
            file.put(first, one);
            assertThat(file.page(first)).contains(one);
        }
        try (PageFile file = new PageFile(path)) {
            assertThat(file.page(first)).as("of two records the later counts").contains(one);
            assertThat(file.size()).isEqualTo(2);
        }
    }

    @Test
    void cutsOffARecordThatWasNotFinished() throws Exception {
        Path path = dir.resolve("pages");
        ByteBuffer one = page("the first page");
        ChunkId first = ChunkId.ofChunk(one);
        try (PageFile file = new PageFile(path)) {
            file.put(first, one);
        }
        long whole = Files.size(path);
        byte[] half = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(half, half.length - 3), StandardOpenOption.APPEND);
        try (PageFile file = new PageFile(path)) {
            assertThat(file.page(first)).contains(one);
            assertThat(Files.size(path)).as("to look costs nothing").isGreaterThan(whole);
            ByteBuffer two = page("the second page");
            file.put(ChunkId.ofChunk(two), two);
            assertThat(Files.size(path)).isEqualTo(whole + 36 + two.remaining());
        }
    }
}
