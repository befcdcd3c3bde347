// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;
import org.skerry.content.internal.disk.DiskMaps;

/** What is known between walking, reading and writing the manifest; on disk, and dropped afterwards. */
final class ReadTables implements Closeable {

    private final DiskMaps maps;
    private final MVMap<Long, byte[]> entries;
    private final MVMap<Long, byte[]> bodies;
    private final MVMap<Long, byte[]> packs;
    private long size;

    ReadTables(Path file, int cacheMiB) throws IOException {
        maps = DiskMaps.open(file, cacheMiB, false);
        entries = maps.byNumber("entries");
        bodies = maps.byNumber("bodies");
        packs = maps.byNumber("packs");
    }

    /** Number of entries; they count from 0 in catalog order. */
    long size() {
        return size;
    }

    void add(Walked entry) {
        entries.append(size++, entry.encode());
        maps.tick();
    }

    Walked entry(long number) {
        return Walked.decode(Objects.requireNonNull(entries.get(number)));
    }

    void replace(long number, Walked entry) {
        entries.put(number, entry.encode());
        maps.tick();
    }

    Body body(long number) {
        return Body.decode(Objects.requireNonNull(bodies.get(number)));
    }

    void put(long number, Body body) {
        bodies.put(number, body.encode());
        maps.tick();
    }

    StoredChunk pack(long pack) {
        ByteBuffer in = ByteBuffer.wrap(Objects.requireNonNull(packs.get(pack)));
        byte[] id = new byte[32];
        byte[] tag = new byte[32];
        in.get(id).get(tag);
        return new StoredChunk(ChunkId.of(id), Tag.of(tag), in.getInt());
    }

    void putPack(long pack, StoredChunk chunk) {
        ByteBuffer out = ByteBuffer.allocate(68);
        chunk.id().writeTo(out);
        chunk.tag().writeTo(out);
        packs.put(pack, out.putInt(chunk.length()).array());
        maps.tick();
    }

    @Override
    public void close() {
        maps.drop();
    }
}
