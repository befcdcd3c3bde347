// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;

/** What the state of a share says about it at a glance. */
record ShareSummary(Manifest manifest, List<Path> paths, boolean folder, long files, long fileBytes) {

    /** How the complaint about a summary of a later version of the node begins. */
    static final String NEWER = "it has format version ";

    private static final int STATE_VERSION = 1;
    private static final int VERSION = 0;
    private static final int ROOT = 1;
    private static final int PATHS = 2;
    private static final int FILES = 3;
    private static final int FILE_BYTES = 4;
    private static final int CHUNKS = 5;
    private static final int STORED_BYTES = 6;
    private static final int FORMAT = 7;
    private static final int FOLDER = 8;
    private static final int MAX_PATHS = 65_000;

    byte[] encode() {
        return CborCodec.encode(CborMap.builder()
                .put(VERSION, STATE_VERSION)
                .put(ROOT, manifest.root().bytes())
                .put(PATHS, CborArray.ofTexts(paths.stream().map(Path::toString).toList()))
                .put(FILES, files)
                .put(FILE_BYTES, fileBytes)
                .put(CHUNKS, manifest.chunks())
                .put(STORED_BYTES, manifest.storedBytes())
                .put(FORMAT, manifest.formatVersion())
                .put(FOLDER, folder ? 1 : 0)
                .build());
    }

    /** With {@code disk} the file system that the paths are of. */
    static ShareSummary decode(byte[] encoded, FileSystem disk) throws MalformedCborException {
        CborMap map = CborCodec.decodeMap(encoded, CborLimits.DEFAULT.withMaxBytes(Integer.MAX_VALUE));
        long version = map.requiredInt(VERSION, 1, Integer.MAX_VALUE);
        if (version > STATE_VERSION) {
            throw new MalformedCborException(NEWER + version + "; this node reads " + STATE_VERSION);
        }
        CborArray texts = map.requiredArray(PATHS, MAX_PATHS);
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            paths.add(disk.getPath(texts.textAt(i, Integer.MAX_VALUE)));
        }
        Manifest manifest = new Manifest(
                ChunkId.of(map.requiredBytes(ROOT, 32, 32)),
                (int) map.requiredInt(FORMAT, 1, Integer.MAX_VALUE),
                map.requiredInt(CHUNKS, 0, Long.MAX_VALUE),
                map.requiredInt(STORED_BYTES, 0, Long.MAX_VALUE));
        if (paths.isEmpty()) {
            throw new MalformedCborException("no paths");
        }
        return new ShareSummary(
                manifest,
                paths,
                map.requiredInt(FOLDER, 0, 1) == 1,
                map.requiredInt(FILES, 0, Long.MAX_VALUE),
                map.requiredInt(FILE_BYTES, 0, Long.MAX_VALUE));
    }
}
