// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;
import org.skerry.api.Secret;
import org.skerry.api.SwarmId;
import org.skerry.spi.content.IndexPage;

/** A content of random chunks with a root and a one-level index, in a format of the test's own. */
final class TestContent {

    private static final int PAGE = 64;

    final Map<ChunkId, ByteBuffer> chunks = new LinkedHashMap<>();
    final List<IndexPage> leaves = new ArrayList<>();
    final List<ChunkId> data = new ArrayList<>();
    final ChunkId root;
    final long bytes;

    private TestContent(List<ByteBuffer> first, int count, int maxBytes, long seed) {
        Random random = new Random(seed);
        long sum = 0;
        List<IndexPage.Entry> entries = new ArrayList<>();
        for (ByteBuffer chunk : first) {
            ChunkId id = put(chunk);
            data.add(id);
            entries.add(new IndexPage.Entry(id, chunk.remaining()));
            sum += chunk.remaining();
        }
        for (int i = 0; i < count; i++) {
            byte[] chunk = new byte[Math.max(8, maxBytes / 2 + random.nextInt(Math.max(1, maxBytes / 2)))];
            random.nextBytes(chunk);
            ChunkId id = put(ByteBuffer.wrap(chunk));
            data.add(id);
            entries.add(new IndexPage.Entry(id, chunk.length));
            sum += chunk.length;
        }
        bytes = sum;
        List<IndexPage.Entry> tops = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += PAGE) {
            List<IndexPage.Entry> part = entries.subList(from, Math.min(entries.size(), from + PAGE));
            ByteBuffer page = encode(0, part);
            ChunkId id = put(page);
            leaves.add(new IndexPage(id, 0, List.copyOf(part)));
            tops.add(new IndexPage.Entry(id, page.remaining()));
        }
        root = put(encode(1, tops));
    }

    static TestContent of(int count, int maxBytes, long seed) {
        return new TestContent(List.of(), count, maxBytes, seed);
    }

    /** All chunks of this one, and more. */
    TestContent and(int count, int maxBytes, long seed) {
        return new TestContent(data.stream().map(chunks::get).toList(), count, maxBytes, seed);
    }

    ContentLink link() {
        byte[] secret = new byte[Secret.BYTES];
        Arrays.fill(secret, (byte) 7);
        return ContentLink.of(root, Secret.of(secret));
    }

    SwarmId swarm() {
        return SwarmId.ofRoot(root);
    }

    Manifest manifest() {
        return new Manifest(root, 1, data.size(), bytes);
    }

    private ChunkId put(ByteBuffer chunk) {
        ChunkId id = ChunkId.ofChunk(chunk);
        chunks.put(id, chunk);
        return id;
    }

    private static ByteBuffer encode(int level, List<IndexPage.Entry> entries) {
        ByteBuffer page =
                ByteBuffer.allocate(8 + 36 * entries.size()).putInt(0x50414745).putInt(level);
        entries.forEach(it -> {
            it.id().writeTo(page);
            page.putInt(it.length());
        });
        return page.flip();
    }

    static Optional<IndexPage> parse(ChunkId id, ByteBuffer chunk) {
        ByteBuffer in = chunk.duplicate();
        if (in.remaining() < 8 || in.getInt() != 0x50414745) {
            return Optional.empty();
        }
        int level = in.getInt();
        List<IndexPage.Entry> entries = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] hash = new byte[32];
            in.get(hash);
            entries.add(new IndexPage.Entry(ChunkId.of(hash), in.getInt()));
        }
        return Optional.of(new IndexPage(id, level, entries));
    }
}
