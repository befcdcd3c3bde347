// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ChunkId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.chunk.Tag;

/** How tree pages are written. Keys and limits are described in the bundle's README. */
public final class TreePages {

    /** Most entries of a page. */
    public static final int MAX_NODES = 4096;

    /** Most levels of a tree. */
    public static final int MAX_LEVELS = 8;

    /** Nothing in a manifest may add up to more than this. */
    public static final long MAX_SUM = (1L << 53) - 1;

    private static final int ID_BYTES = 32;
    private static final int LEVEL = 16;
    private static final int IDS = 17;
    private static final int LENGTHS = 18;
    private static final int COUNTS = 19;
    private static final int SUMS = 20;
    private static final int TAGS = 21;

    private TreePages() {}

    /**
     * Writes a page.
     *
     * @param page what; all nodes have a tag or none has
     * @return canonical CBOR
     */
    public static byte[] encode(TreePage page) {
        List<Node> nodes = page.nodes();
        ByteBuffer ids = ByteBuffer.allocate(ID_BYTES * nodes.size());
        nodes.forEach(node -> node.id().writeTo(ids));
        CborMap.Builder map = CborMap.builder()
                .put(LEVEL, page.level())
                .put(IDS, ids.array())
                .put(
                        LENGTHS,
                        CborArray.ofInts(nodes.stream().mapToLong(Node::length).toArray()));
        if (page.level() > 0) {
            map.put(
                    COUNTS,
                    CborArray.ofInts(nodes.stream().mapToLong(Node::count).toArray()));
            map.put(SUMS, CborArray.ofInts(nodes.stream().mapToLong(Node::bytes).toArray()));
        }
        byte[] tags = tags(nodes);
        if (tags.length > 0) {
            map.put(TAGS, tags);
        }
        return CborCodec.encode(map.build());
    }

    private static byte[] tags(List<Node> nodes) {
        ByteBuffer tags = ByteBuffer.allocate(ID_BYTES * nodes.size());
        for (Node node : nodes) {
            Tag tag = node.tag();
            if (tag == null) {
                return new byte[0];
            }
            tag.writeTo(tags);
        }
        return tags.array();
    }

    /**
     * Reads a page of the clear index.
     *
     * @param encoded the page as stored
     * @return the page
     * @throws BadManifestException if it is none
     */
    public static TreePage decodeClear(ByteBuffer encoded) throws BadManifestException {
        return decode(encoded, false);
    }

    /**
     * Reads a page of the catalog or of a chunk list.
     *
     * @param encoded its plaintext without padding
     * @return the page
     * @throws BadManifestException if it is none
     */
    public static TreePage decodeSealed(ByteBuffer encoded) throws BadManifestException {
        return decode(encoded, true);
    }

    private static TreePage decode(ByteBuffer encoded, boolean sealed) throws BadManifestException {
        try {
            CborMap map = CborCodec.decodeMap(encoded, CborLimits.DEFAULT);
            int level = (int) map.requiredInt(LEVEL, 0, MAX_LEVELS - 1);
            return new TreePage(level, nodes(map, level, sealed));
        } catch (MalformedCborException e) {
            throw new BadManifestException("malformed page of the manifest: " + e.getMessage());
        }
    }

    private static List<Node> nodes(CborMap map, int level, boolean sealed)
            throws MalformedCborException, BadManifestException {
        CborArray lengths = map.requiredArray(LENGTHS, MAX_NODES);
        int size = lengths.size();
        byte[] ids = exactly(map.requiredBytes(IDS, ID_BYTES, ID_BYTES * MAX_NODES), size, "ids");
        byte[] tags = sealed ? exactly(map.requiredBytes(TAGS, ID_BYTES, ID_BYTES * MAX_NODES), size, "tags") : ids;
        CborArray counts = level == 0 ? lengths : exactly(map.requiredArray(COUNTS, MAX_NODES), size);
        CborArray sums = level == 0 ? lengths : exactly(map.requiredArray(SUMS, MAX_NODES), size);
        List<Node> nodes = new ArrayList<>(size);
        int overhead = sealed ? ChunkCipher.OVERHEAD : 0;
        int shortest = level == 0 ? ChunkCipher.OVERHEAD + 1 : 1;
        long totalBytes = 0;
        long totalCount = 0;
        for (int i = 0; i < size; i++) {
            int length = (int) lengths.intAt(i, shortest, ChunkCipher.MAX_STORED);
            long count = level == 0 ? 1 : counts.intAt(i, 1, MAX_SUM);
            long bytes = level == 0 ? length - overhead : sums.intAt(i, 1, MAX_SUM);
            Tag tag = sealed ? Tag.of(slice(tags, i)) : null;
            nodes.add(new Node(ChunkId.of(slice(ids, i)), tag, length, count, bytes));
            totalBytes += bytes;
            totalCount += count;
            if (totalBytes > MAX_SUM || totalCount > MAX_SUM) {
                throw new BadManifestException("a page of the manifest adds up to too much");
            }
        }
        return nodes;
    }

    private static byte[] exactly(byte[] value, int nodes, String what) throws BadManifestException {
        if (value.length != nodes * ID_BYTES) {
            throw new BadManifestException(
                    "a page of the manifest has " + nodes + " lengths, but another number of " + what);
        }
        return value;
    }

    private static CborArray exactly(CborArray value, int nodes) throws BadManifestException {
        if (value.size() != nodes) {
            throw new BadManifestException("a page of the manifest has lists of different lengths");
        }
        return value;
    }

    private static byte[] slice(byte[] all, int i) {
        return Arrays.copyOfRange(all, i * ID_BYTES, (i + 1) * ID_BYTES);
    }

    /**
     * Checks that a page is what the one above it says.
     *
     * @param page the page
     * @param level it must have
     * @param above its entry there, null for the top
     * @return the page
     * @throws BadManifestException if it differs
     */
    public static TreePage expect(TreePage page, int level, @Nullable Node above) throws BadManifestException {
        if (page.level() != level) {
            throw new BadManifestException(
                    "a page of the manifest has level " + page.level() + " where " + level + " belongs");
        }
        if (above != null && (page.count() != above.count() || page.bytes() != above.bytes())) {
            throw new BadManifestException("a page of the manifest holds another amount than the page above says");
        }
        return page;
    }
}
