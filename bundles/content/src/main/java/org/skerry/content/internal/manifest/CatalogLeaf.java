// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CborValue;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.manifest.CatalogEntry.File;
import org.skerry.content.internal.manifest.CatalogEntry.Folder;
import org.skerry.content.internal.manifest.CatalogEntry.Symlink;

/** How a catalog page with entries is written. Packs stand in a table of the page, as many entries share one. */
public final class CatalogLeaf {

    /** Most entries of a page. */
    public static final int MAX_ENTRIES = 4096;

    private static final int MAX_PRINTED = 300;
    private static final int ENTRIES = 48;
    private static final int PACKS = 49;
    private static final int PATH = 0;
    private static final int KIND = 1;
    private static final int MODE = 2;
    private static final int SECONDS = 3;
    private static final int NANOS = 4;
    private static final int TARGET = 11;
    private static final int FOLDER = 0;
    private static final int FILE = 1;
    private static final int SYMLINK = 2;

    private CatalogLeaf() {}

    /**
     * Writes a page.
     *
     * @param entries in order, at least one
     * @return canonical CBOR
     */
    public static byte[] encode(List<CatalogEntry> entries) {
        Map<StoredChunk, Integer> packs = new LinkedHashMap<>();
        List<CborValue> encoded = new ArrayList<>(entries.size());
        for (CatalogEntry entry : entries) {
            encoded.add(encode(entry, packs));
        }
        CborMap.Builder map = CborMap.builder().put(ENTRIES, CborArray.of(encoded));
        if (!packs.isEmpty()) {
            map.put(PACKS, FileBodies.chunks(List.copyOf(packs.keySet())));
        }
        return CborCodec.encode(map.build());
    }

    private static CborMap encode(CatalogEntry entry, Map<StoredChunk, Integer> packs) {
        CborMap.Builder map = CborMap.builder().put(PATH, entry.path());
        if (entry instanceof Symlink link) {
            map.put(KIND, SYMLINK).put(TARGET, link.target());
            return time(map, link.modified()).build();
        } else if (entry instanceof Folder folder) {
            map.put(KIND, FOLDER).put(MODE, folder.mode());
            return time(map, folder.modified()).build();
        }
        File file = (File) entry;
        map.put(KIND, FILE).put(MODE, file.mode());
        FileBodies.encode(time(map, file.modified()), file, packs);
        return map.build();
    }

    private static CborMap.Builder time(CborMap.Builder map, Instant modified) {
        return map.put(SECONDS, modified.getEpochSecond()).put(NANOS, modified.getNano());
    }

    /**
     * Reads a page. Each entry is checked by itself; order and parents are up to {@link CatalogOrder}.
     *
     * @param encoded its plaintext without padding
     * @return its entries, at least one
     * @throws BadManifestException if it is none, or an entry breaks a rule
     */
    public static List<CatalogEntry> decode(ByteBuffer encoded) throws BadManifestException {
        try {
            CborMap map = CborCodec.decodeMap(encoded, CborLimits.DEFAULT);
            CborArray array = map.requiredArray(ENTRIES, MAX_ENTRIES);
            List<StoredChunk> packs =
                    map.has(PACKS) ? FileBodies.chunks(map.requiredMap(PACKS), MAX_ENTRIES) : List.of();
            List<CatalogEntry> entries = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                entries.add(entry(array.mapAt(i), packs));
            }
            if (entries.isEmpty()) {
                throw new BadManifestException("a catalog page has no entries");
            }
            return entries;
        } catch (MalformedCborException e) {
            throw new BadManifestException("malformed catalog page: " + e.getMessage());
        }
    }

    private static CatalogEntry entry(CborMap map, List<StoredChunk> packs)
            throws MalformedCborException, BadManifestException {
        String path = map.requiredText(PATH, PathRules.MAX_PATH);
        String complaint = PathRules.complaint(path).orElse("");
        if (!complaint.isEmpty()) {
            throw new BadManifestException("the path " + quoted(path) + " " + complaint);
        }
        int kind = (int) map.requiredInt(KIND, FOLDER, SYMLINK);
        Instant modified = Instant.ofEpochSecond(
                map.requiredInt(SECONDS, -TreePages.MAX_SUM, TreePages.MAX_SUM),
                map.requiredInt(NANOS, 0, 999_999_999));
        if (kind == SYMLINK) {
            return symlink(path, modified, map.requiredText(TARGET, PathRules.MAX_PATH));
        }
        int mode = (int) map.requiredInt(MODE, 0, 0777);
        if (kind == FOLDER) {
            return new Folder(path, mode, modified);
        }
        return FileBodies.decode(map, path, mode, modified, packs);
    }

    private static Symlink symlink(String path, Instant modified, String target) throws BadManifestException {
        String complaint = PathRules.complaint(path, target).orElse("");
        if (!complaint.isEmpty()) {
            throw new BadManifestException("the target of the symlink " + quoted(path) + " " + complaint);
        }
        return new Symlink(path, modified, target);
    }

    /**
     * A path of unknown contents for a one-line message.
     *
     * @param path any
     * @return the path between quotes
     */
    public static String quoted(String path) {
        return "'" + printable(path) + "'";
    }

    /**
     * A path of unknown contents without what would break a line.
     *
     * @param path any
     * @return its first characters, control characters replaced
     */
    public static String printable(String path) {
        StringBuilder out = new StringBuilder();
        path.codePoints().limit(MAX_PRINTED).map(CatalogLeaf::printable).forEach(out::appendCodePoint);
        return out.append(path.codePointCount(0, path.length()) > MAX_PRINTED ? "…" : "")
                .toString();
    }

    /**
     * A message that may hold names of unknown contents, without what would break the line or steer a terminal.
     *
     * @param message any
     * @return the message, control characters replaced
     */
    public static String oneLine(String message) {
        StringBuilder out = new StringBuilder(message.length());
        message.codePoints().map(CatalogLeaf::printable).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static int printable(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
                ? '\uFFFD'
                : codePoint;
    }
}
