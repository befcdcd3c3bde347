// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import org.skerry.api.ChunkId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.chunk.Tag;

/**
 * The clear root of a manifest.
 *
 * @param index top page of the index
 * @param indexLength its length in bytes
 * @param indexLevel its level
 * @param catalog top page of the catalog
 * @param chunks distinct chunks of content
 * @param storedBytes their lengths as stored, together
 */
public record Root(ChunkId index, int indexLength, int indexLevel, StoredChunk catalog, long chunks, long storedBytes) {

    /** The version that is written and read. */
    public static final int FORMAT_VERSION = 1;

    /** Longest root in bytes. */
    public static final int MAX_BYTES = 1024;

    private static final int VERSION = 0;
    private static final int INDEX = 1;
    private static final int CATALOG = 2;
    private static final int CHUNKS = 3;
    private static final int STORED_BYTES = 4;
    private static final int ID = 0;
    private static final int LENGTH = 1;
    private static final int LEVEL = 2;
    private static final int TAG = 2;
    private static final int ID_BYTES = 32;
    private static final CborLimits LIMITS = new CborLimits(MAX_BYTES, 4, 64);

    /** {@return canonical CBOR} */
    public byte[] encode() {
        CborMap indexTop = CborMap.builder()
                .put(ID, index.bytes())
                .put(LENGTH, indexLength)
                .put(LEVEL, indexLevel)
                .build();
        CborMap catalogTop = CborMap.builder()
                .put(ID, catalog.id().bytes())
                .put(LENGTH, catalog.length())
                .put(TAG, catalog.tag().bytes())
                .build();
        return CborCodec.encode(CborMap.builder()
                .put(VERSION, FORMAT_VERSION)
                .put(INDEX, indexTop)
                .put(CATALOG, catalogTop)
                .put(CHUNKS, chunks)
                .put(STORED_BYTES, storedBytes)
                .build());
    }

    /**
     * Reads a root.
     *
     * @param encoded the chunk
     * @return the root
     * @throws BadManifestException if it is none, or of another version
     */
    public static Root decode(ByteBuffer encoded) throws BadManifestException {
        try {
            CborMap map = CborCodec.decodeMap(encoded, LIMITS);
            long version = map.requiredInt(VERSION, 0, Integer.MAX_VALUE);
            if (version != FORMAT_VERSION) {
                throw new BadManifestException(
                        "the manifest has format version " + version + "; this node reads " + FORMAT_VERSION);
            }
            CborMap index = map.requiredMap(INDEX);
            CborMap catalog = map.requiredMap(CATALOG);
            long chunks = map.requiredInt(CHUNKS, 0, TreePages.MAX_SUM);
            long storedBytes = map.requiredInt(STORED_BYTES, 0, TreePages.MAX_SUM);
            return new Root(
                    ChunkId.of(index.requiredBytes(ID, ID_BYTES, ID_BYTES)),
                    (int) index.requiredInt(LENGTH, 1, ChunkCipher.MAX_STORED),
                    (int) index.requiredInt(LEVEL, 0, TreePages.MAX_LEVELS - 1),
                    catalogTop(catalog),
                    chunks,
                    storedBytes);
        } catch (MalformedCborException e) {
            throw new BadManifestException("malformed root of the manifest: " + e.getMessage());
        }
    }

    private static StoredChunk catalogTop(CborMap catalog) throws MalformedCborException {
        return new StoredChunk(
                ChunkId.of(catalog.requiredBytes(ID, ID_BYTES, ID_BYTES)),
                Tag.of(catalog.requiredBytes(TAG, ID_BYTES, ID_BYTES)),
                (int) catalog.requiredInt(LENGTH, ChunkCipher.OVERHEAD + 1, ChunkCipher.MAX_STORED));
    }
}
