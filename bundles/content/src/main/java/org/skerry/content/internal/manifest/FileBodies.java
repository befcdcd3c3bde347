// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.skerry.api.ChunkId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;
import org.skerry.content.internal.manifest.CatalogEntry.Body;
import org.skerry.content.internal.manifest.CatalogEntry.File;

/** The part of a catalog entry that says where the bytes of a file are. */
final class FileBodies {

    /** Most chunks that are listed in the entry itself. */
    static final int MAX_INLINE = 64;

    private static final int SIZE = 5;
    private static final int SHA256 = 6;
    private static final int AVERAGE = 7;
    private static final int CHUNKS = 8;
    private static final int LIST = 9;
    private static final int LIST_LEVEL = 10;
    private static final int PACK = 12;
    private static final int IDS = 0;
    private static final int TAGS = 1;
    private static final int LENGTHS = 2;
    private static final int ID_BYTES = 32;

    private FileBodies() {}

    static void encode(CborMap.Builder map, File file, Map<StoredChunk, Integer> packs) {
        map.put(SIZE, file.size()).put(SHA256, file.sha256());
        Body body = file.body();
        if (body instanceof Body.Inline inline) {
            putAverage(map, inline.average());
            map.put(CHUNKS, chunks(inline.chunks()));
        } else if (body instanceof Body.Listed listed) {
            putAverage(map, listed.average());
            map.put(LIST, CatalogTop.node(listed.top())).put(LIST_LEVEL, listed.level());
        } else if (body instanceof Body.Packed packed) {
            int index = packs.computeIfAbsent(packed.pack(), it -> packs.size());
            map.put(PACK, CborArray.ofInts(index, packed.offset()));
        }
    }

    private static void putAverage(CborMap.Builder map, int average) {
        if (average != CutRule.SMALL_AVERAGE) {
            map.put(AVERAGE, average);
        }
    }

    static CborMap chunks(List<StoredChunk> chunks) {
        ByteBuffer ids = ByteBuffer.allocate(ID_BYTES * chunks.size());
        ByteBuffer tags = ByteBuffer.allocate(ID_BYTES * chunks.size());
        for (StoredChunk chunk : chunks) {
            chunk.id().writeTo(ids);
            chunk.tag().writeTo(tags);
        }
        long[] lengths = chunks.stream().mapToLong(StoredChunk::length).toArray();
        return CborMap.builder()
                .put(IDS, ids.array())
                .put(TAGS, tags.array())
                .put(LENGTHS, CborArray.ofInts(lengths))
                .build();
    }

    static List<StoredChunk> chunks(CborMap map, int most) throws MalformedCborException, BadManifestException {
        CborArray lengths = map.requiredArray(LENGTHS, most);
        int size = lengths.size();
        byte[] ids = map.requiredBytes(IDS, ID_BYTES, ID_BYTES * most);
        byte[] tags = map.requiredBytes(TAGS, ID_BYTES, ID_BYTES * most);
        if (ids.length != size * ID_BYTES || tags.length != size * ID_BYTES) {
            throw new BadManifestException(
                    "a catalog page has a list of " + size + " chunks with another number of ids");
        }
        List<StoredChunk> chunks = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int from = i * ID_BYTES;
            chunks.add(new StoredChunk(
                    ChunkId.of(Arrays.copyOfRange(ids, from, from + ID_BYTES)),
                    Tag.of(Arrays.copyOfRange(tags, from, from + ID_BYTES)),
                    (int) lengths.intAt(i, ChunkCipher.OVERHEAD + 1, ChunkCipher.MAX_STORED)));
        }
        return chunks;
    }

    static File decode(CborMap map, String path, int mode, Instant modified, List<StoredChunk> packs)
            throws MalformedCborException, BadManifestException {
        long size = map.requiredInt(SIZE, 0, TreePages.MAX_SUM);
        byte[] sha256 = map.requiredBytes(SHA256, ID_BYTES, ID_BYTES);
        return new File(path, mode, modified, size, sha256, body(map, path, size, packs));
    }

    private static Body body(CborMap map, String path, long size, List<StoredChunk> packs)
            throws MalformedCborException, BadManifestException {
        int forms = (map.has(CHUNKS) ? 1 : 0) + (map.has(LIST) ? 1 : 0) + (map.has(PACK) ? 1 : 0);
        if (forms != (size == 0 ? 0 : 1)) {
            throw new BadManifestException("the file " + CatalogLeaf.quoted(path) + " of " + size
                    + " bytes names its chunks in " + forms + " ways");
        }
        if (size == 0) {
            return new Body.Empty();
        }
        if (map.has(PACK)) {
            return packed(map.requiredArray(PACK, 2), path, size, packs);
        }
        int average = (int) map.optionalInt(AVERAGE, 1, Integer.MAX_VALUE).orElse(CutRule.SMALL_AVERAGE);
        if (!CutRule.isAverage(average)) {
            throw new BadManifestException(
                    "the file " + CatalogLeaf.quoted(path) + " has no average this format knows");
        }
        if (map.has(LIST)) {
            Node top = CatalogTop.node(map.requiredMap(LIST), size);
            return new Body.Listed(average, top, (int) map.requiredInt(LIST_LEVEL, 0, TreePages.MAX_LEVELS - 1));
        }
        List<StoredChunk> chunks = chunks(map.requiredMap(CHUNKS), MAX_INLINE);
        ChunkRun run = new ChunkRun(path, size, average);
        for (StoredChunk chunk : chunks) {
            run.next(chunk);
        }
        run.end();
        return new Body.Inline(average, chunks);
    }

    private static Body packed(CborArray place, String path, long size, List<StoredChunk> packs)
            throws MalformedCborException, BadManifestException {
        int index = (int) place.intAt(0, 0, CatalogLeaf.MAX_ENTRIES);
        if (index >= packs.size()) {
            throw new BadManifestException(
                    "the file " + CatalogLeaf.quoted(path) + " names a pack that its page lacks");
        }
        StoredChunk pack = packs.get(index);
        int offset = (int) place.intAt(1, 0, ChunkCipher.MAX_PLAIN);
        if (offset + size > pack.plainLength()) {
            throw new BadManifestException(
                    "the file " + CatalogLeaf.quoted(path) + " reaches over the end of its pack");
        }
        return new Body.Packed(pack, offset);
    }
}
