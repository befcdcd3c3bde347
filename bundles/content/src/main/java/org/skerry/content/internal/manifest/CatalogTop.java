// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.Tag;

/**
 * The top page of the catalog.
 *
 * @param name of what was shared: a folder's or a file's
 * @param folder mode and time of the shared folder itself; empty if files or several folders were shared
 * @param tree the page below; empty if there are no entries
 * @param level of that page
 * @param files number of files
 * @param fileBytes their sizes together
 */
public record CatalogTop(
        String name, Optional<Attributes> folder, Optional<Node> tree, int level, long files, long fileBytes) {

    /** Longest name in bytes of UTF-8. */
    public static final int MAX_NAME = 255;

    private static final int NAME = 32;
    private static final int MODE = 33;
    private static final int SECONDS = 34;
    private static final int NANOS = 35;
    private static final int TREE = 36;
    private static final int LEVEL = 37;
    private static final int FILES = 38;
    private static final int FILE_BYTES = 39;
    private static final int ID = 0;
    private static final int LENGTH = 1;
    private static final int TAG = 2;
    private static final int COUNT = 3;
    private static final int ID_BYTES = 32;

    /**
     * What a folder has besides its name.
     *
     * @param mode permission bits, 0 to 0777
     * @param modified when it was last changed
     */
    public record Attributes(int mode, Instant modified) {}

    /** {@return canonical CBOR} */
    public byte[] encode() {
        CborMap.Builder map =
                CborMap.builder().put(NAME, name).put(FILES, files).put(FILE_BYTES, fileBytes);
        folder.ifPresent(it -> map.put(MODE, it.mode())
                .put(SECONDS, it.modified().getEpochSecond())
                .put(NANOS, it.modified().getNano()));
        tree.ifPresent(it -> map.put(LEVEL, level).put(TREE, node(it)));
        return CborCodec.encode(map.build());
    }

    static CborMap node(Node node) {
        CborMap.Builder map = CborMap.builder()
                .put(ID, node.id().bytes())
                .put(LENGTH, node.length())
                .put(COUNT, node.count());
        Tag tag = node.tag();
        return tag == null ? map.build() : map.put(TAG, tag.bytes()).build();
    }

    static Node node(CborMap map, long bytes) throws MalformedCborException {
        int length = (int) map.requiredInt(LENGTH, ChunkCipher.OVERHEAD + 1, ChunkCipher.MAX_STORED);
        return new Node(
                ChunkId.of(map.requiredBytes(ID, ID_BYTES, ID_BYTES)),
                Tag.of(map.requiredBytes(TAG, ID_BYTES, ID_BYTES)),
                length,
                map.requiredInt(COUNT, 1, TreePages.MAX_SUM),
                bytes);
    }

    /**
     * Reads a top page.
     *
     * @param encoded its plaintext without padding
     * @return the top
     * @throws BadManifestException if it is none
     */
    public static CatalogTop decode(ByteBuffer encoded) throws BadManifestException {
        try {
            CborMap map = CborCodec.decodeMap(encoded, CborLimits.DEFAULT);
            Optional<CborMap> tree = map.optionalMap(TREE);
            return new CatalogTop(
                    map.requiredText(NAME, MAX_NAME),
                    attributes(map),
                    tree.isEmpty() ? Optional.empty() : Optional.of(node(tree.get(), 0)),
                    tree.isEmpty() ? 0 : (int) map.requiredInt(LEVEL, 0, TreePages.MAX_LEVELS - 1),
                    map.requiredInt(FILES, 0, TreePages.MAX_SUM),
                    map.requiredInt(FILE_BYTES, 0, TreePages.MAX_SUM));
        } catch (MalformedCborException e) {
            throw new BadManifestException("malformed top of the catalog: " + e.getMessage());
        }
    }

    private static Optional<Attributes> attributes(CborMap map) throws MalformedCborException {
        if (!map.has(MODE)) {
            return Optional.empty();
        }
        Instant modified = Instant.ofEpochSecond(
                map.requiredInt(SECONDS, -TreePages.MAX_SUM, TreePages.MAX_SUM),
                map.requiredInt(NANOS, 0, 999_999_999));
        return Optional.of(new Attributes((int) map.requiredInt(MODE, 0, 0777), modified));
    }
}
