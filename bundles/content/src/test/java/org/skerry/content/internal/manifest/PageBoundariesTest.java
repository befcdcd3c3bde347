// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;

/** Where pages end, and how long they are, tells of no more than it must and does not shift behind an edit. */
class PageBoundariesTest {

    private static final int MANY = 20_000;

    private static ChunkId id(byte[] page) {
        return ChunkId.ofChunk(ByteBuffer.wrap(page));
    }

    private static ChunkId numbered(int number) {
        return id(("chunk " + number).getBytes(StandardCharsets.UTF_8));
    }

    /** Pages of an index of chunks with these numbers. */
    private static Set<ChunkId> index(int first) throws IOException {
        Set<ChunkId> pages = new HashSet<>();
        TreeWriter writer = new TreeWriter(0, TreePages.MAX_NODES, page -> {
            byte[] encoded = TreePages.encode(page);
            pages.add(id(encoded));
            return new Node(id(encoded), null, encoded.length, page.count(), page.bytes());
        });
        for (int number = first; number < MANY; number++) {
            writer.add(Node.indexed(numbered(number), 32_768));
        }
        writer.finish();
        return pages;
    }

    /** Pages of a catalog of empty files with these numbers. */
    private static Set<ChunkId> catalog(int first) throws IOException {
        Set<ChunkId> pages = new HashSet<>();
        CatalogWriter writer = new CatalogWriter(
                page -> {
                    pages.add(id(page));
                    return new StoredChunk(id(page), Tag.of(Sha256.of(page)), page.length + ChunkCipher.OVERHEAD);
                },
                new byte[32]);
        for (int number = first; number < MANY; number++) {
            writer.add(new CatalogEntry.File(
                    String.format("file %08d", number),
                    0644,
                    Instant.EPOCH,
                    0,
                    Sha256.of(),
                    new CatalogEntry.Body.Empty()));
        }
        writer.finish("name", Optional.empty(), MANY - first, 0, false);
        return pages;
    }

    private static int newIn(Set<ChunkId> after, Set<ChunkId> before) {
        Set<ChunkId> added = new HashSet<>(after);
        added.removeAll(before);
        return added.size();
    }

    @Test
    void oneChunkMoreAtTheFrontChangesTheFirstPageOfTheIndexAndThoseAbove() throws Exception {
        Set<ChunkId> before = index(1);
        assertThat(before).hasSizeGreaterThan(20);
        assertThat(newIn(index(0), before)).isBetween(1, 3);
    }

    @Test
    void oneFileMoreAtTheFrontChangesTheFirstPageOfTheCatalogAndThoseAbove() throws Exception {
        Set<ChunkId> before = catalog(1);
        assertThat(before).hasSizeGreaterThan(40);
        assertThat(newIn(catalog(0), before)).isBetween(1, 4);
    }

    @Test
    void paddingLeavesFewLengthsAndCostsLittle() throws Exception {
        List<Integer> lengths = new ArrayList<>();
        for (int length : IntStream.range(4_096 - 4, 8_192 - 4).toArray()) {
            byte[] page = new byte[length];
            page[length - 1] = 1;
            byte[] padded = Padding.pad(page);
            assertThat(padded.length).isBetween(length + 4, (int) ((length + 4) * 1.0625) + 1);
            assertThat(Padding.unpad(padded, padded.length)).isEqualTo(ByteBuffer.wrap(page));
            lengths.add(padded.length);
        }
        assertThat(lengths.stream().distinct().count()).isBetween(2L, 17L);
        assertThat(Padding.pad(new byte[1])).hasSize(256).hasSameSizeAs(Padding.pad(new byte[200]));
    }
}
