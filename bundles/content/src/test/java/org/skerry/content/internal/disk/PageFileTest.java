// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private static final int LINE = "skerry pages 1\n".length();

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
        bytes[LINE + 40] ^= 1;
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

    private Path one(ByteBuffer page) throws Exception {
        Path path = dir.resolve("pages");
        try (PageFile file = new PageFile(path)) {
            file.put(ChunkId.ofChunk(page), page);
        }
        return path;
    }

    @Test
    void takesWhatIsWholeElsewhereForWhatIsDamagedHere() throws Exception {
        ByteBuffer one = page("the first page");
        ByteBuffer two = page("the second page");
        Path here = dir.resolve("here");
        Path elsewhere = dir.resolve("elsewhere");
        for (Path path : new Path[] {here, elsewhere}) {
            try (PageFile file = new PageFile(path)) {
                file.put(ChunkId.ofChunk(one), one);
                file.put(ChunkId.ofChunk(two), two);
            }
        }
        byte[] bytes = Files.readAllBytes(here);
        byte[] torn = bytes.clone();
        Arrays.fill(torn, LINE + 36, torn.length, (byte) 0);
        Files.write(here, torn);
        bytes[bytes.length - 1] ^= 1;
        Files.write(elsewhere, bytes);
        try (PageFile file = new PageFile(here);
                PageFile other = PageFile.forReading(elsewhere)) {
            file.putAll(other);
            assertThat(file.page(ChunkId.ofChunk(one))).contains(one);
            assertThat(file.page(ChunkId.ofChunk(two))).isEmpty();
        }
        assertThat(elsewhere).hasBinaryContent(bytes);
    }

    @Test
    void refusesAFileOfALaterVersionInOneLineAndLeavesItAsItIs() throws Exception {
        for (String version : new String[] {"2", "10"}) {
            Path path = Files.writeString(dir.resolve("later"), "skerry pages " + version + "\nwhatever");
            assertThatThrownBy(() -> new PageFile(path))
                    .isInstanceOf(LaterVersionException.class)
                    .hasMessage(path + " has format version " + version + "; this node reads 1");
            assertThat(path).hasContent("skerry pages " + version + "\nwhatever");
        }
    }

    @Test
    void readsPagesBehindADamagedFirstLineAndMendsTheLineWithTheNextPage() throws Exception {
        ByteBuffer page = page("the first page");
        Path path = one(page);
        byte[] good = Files.readAllBytes(path);
        byte[] bad = good.clone();
        bad[3] ^= 1;
        Files.write(path, bad);
        try (PageFile file = new PageFile(path)) {
            assertThat(file.page(ChunkId.ofChunk(page))).contains(page);
            assertThat(file.isHeaded()).isFalse();
            ByteBuffer next = page("the second page");
            file.put(ChunkId.ofChunk(next), next);
            assertThat(file.isHeaded()).isTrue();
        }
        assertThat(Arrays.copyOf(Files.readAllBytes(path), good.length)).isEqualTo(good);
    }

    @Test
    void beginsAnewBehindAFirstLineThatWasNotFinished() throws Exception {
        ByteBuffer page = page("the first page");
        Path path = Files.writeString(dir.resolve("pages"), "skerry pa");
        try (PageFile file = new PageFile(path)) {
            assertThat(file.size()).isZero();
            assertThat(file.isHeaded()).as("says nothing that would need it").isTrue();
            file.put(ChunkId.ofChunk(page), page);
        }
        try (PageFile file = new PageFile(path)) {
            assertThat(file.page(ChunkId.ofChunk(page))).contains(page);
            assertThat(file.isHeaded()).isTrue();
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
        Files.write(path, Arrays.copyOfRange(half, LINE, half.length - 3), StandardOpenOption.APPEND);
        try (PageFile file = new PageFile(path)) {
            assertThat(file.page(first)).contains(one);
            assertThat(Files.size(path)).as("to look costs nothing").isGreaterThan(whole);
            ByteBuffer two = page("the second page");
            file.put(ChunkId.ofChunk(two), two);
            assertThat(Files.size(path)).isEqualTo(whole + 36 + two.remaining());
        }
    }
}
