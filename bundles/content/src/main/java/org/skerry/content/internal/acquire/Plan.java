// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.h2.mvstore.MVMap;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.chunk.ShareKeys;
import org.skerry.content.internal.disk.DiskMaps;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.spi.content.ChunkRead;

/**
 * Which chunk goes where. On disk, made anew from the manifest each time an acquisition begins, so that nothing in it
 * has to survive a crash. Written by one thread, then read by many.
 */
final class Plan implements Closeable {

    private final Path file;
    private final DiskMaps maps;
    private final MVMap<Long, byte[]> files;
    private final MVMap<Long, byte[]> folders;
    private final MVMap<Long, byte[]> links;
    private final MVMap<byte[], byte[]> chunks;
    private final MVMap<byte[], byte[]> more;
    private final MVMap<byte[], byte[]> names;

    Plan(Path file, int cacheMiB) throws IOException {
        this.file = file;
        maps = DiskMaps.open(file, cacheMiB, false);
        files = maps.byNumber("files");
        folders = maps.byNumber("folders");
        links = maps.byNumber("links");
        chunks = maps.byBytes("chunks");
        more = maps.byBytes("more");
        names = maps.byBytes("names");
    }

    int files() {
        return Math.toIntExact(files.sizeAsLong());
    }

    long folders() {
        return folders.sizeAsLong();
    }

    long links() {
        return links.sizeAsLong();
    }

    long chunks() {
        return chunks.sizeAsLong();
    }

    int add(PlannedFile file) {
        int number = files();
        files.append((long) number, file.encode());
        maps.tick();
        return number;
    }

    PlannedFile file(int number) {
        return PlannedFile.decode(Objects.requireNonNull(files.get((long) number)));
    }

    void addFolder(byte[] folder) {
        folders.append(folders(), folder);
        maps.tick();
    }

    byte[] folder(long number) {
        return Objects.requireNonNull(folders.get(number));
    }

    void addLink(byte[] link) {
        links.append(links(), link);
        maps.tick();
    }

    byte[] link(long number) {
        return Objects.requireNonNull(links.get(number));
    }

    Optional<PlannedChunk> chunk(ChunkId id) {
        return Optional.ofNullable(chunks.get(id.bytes())).map(PlannedChunk::decode);
    }

    /** All chunks, in the order of their ids. */
    void eachChunk(BiConsumer<ChunkId, PlannedChunk> visitor) {
        chunks.forEach((id, chunk) -> visitor.accept(ChunkId.of(id), PlannedChunk.decode(chunk)));
    }

    void put(ChunkId id, PlannedChunk chunk) {
        chunks.put(id.bytes(), chunk.encode());
        maps.tick();
    }

    void putMore(ChunkId id, int number, Place place) {
        ByteBuffer out = ByteBuffer.allocate(Place.BYTES);
        place.writeTo(out);
        more.put(moreKey(id, number), out.array());
        maps.tick();
    }

    private static byte[] moreKey(ChunkId id, int number) {
        ByteBuffer key = ByteBuffer.allocate(ChunkId.BYTES + Integer.BYTES);
        id.writeTo(key);
        return key.putInt(number).array();
    }

    Place place(ChunkId id, PlannedChunk chunk, int number) {
        if (number == 0) {
            return chunk.first();
        }
        return Place.readFrom(ByteBuffer.wrap(Objects.requireNonNull(more.get(moreKey(id, number)))));
    }

    /**
     * Which file a chunk is for, on one line.
     *
     * @param keys with which a mark is compared
     * @param mark of {@link ChunkRead.Changed}
     */
    String describe(ChunkId id, PlannedChunk chunk, ShareKeys keys, byte[] mark) {
        for (int i = 0; mark.length > 0 && i <= chunk.more(); i++) {
            Place place = place(id, chunk, i);
            if (Arrays.equals(keys.mark(id, place.chunkOffset()), mark)) {
                return path(place);
            }
        }
        boolean alone = chunk.first().length() == chunk.plainLength();
        return path(chunk.first()) + (alone ? "" : ", or a small file that is stored with it,");
    }

    private String path(Place place) {
        return CatalogLeaf.oneLine(file(place.file()).path());
    }

    /** Notes a path under the name the disk knows it by; returns the path that had this name before. */
    Optional<byte[]> name(byte[] key, byte[] path) {
        maps.tick();
        return Optional.ofNullable(names.putIfAbsent(key, path));
    }

    /** Ends writing. */
    void written() {
        maps.commit();
    }

    /** Nobody reads it again, so its file goes, too. */
    @Override
    public void close() throws IOException {
        maps.drop();
        Files.deleteIfExists(file);
    }
}
