// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.disk.StateFile;

/** What the state of a share says about it at a glance. */
record ShareSummary(Manifest manifest, List<Path> paths, boolean folder, long files, long fileBytes) {

    private static final int ROOT = 1;
    private static final int PATHS = 2;
    private static final int FILES = 3;
    private static final int FILE_BYTES = 4;
    private static final int CHUNKS = 5;
    private static final int STORED_BYTES = 6;
    private static final int FORMAT = 7;
    private static final int FOLDER = 8;

    byte[] encode() {
        return CheckedMap.encode(StateFile.map()
                .put(ROOT, manifest.root().bytes())
                .put(PATHS, PathsFormat.array(paths))
                .put(FILES, files)
                .put(FILE_BYTES, fileBytes)
                .put(CHUNKS, manifest.chunks())
                .put(STORED_BYTES, manifest.storedBytes())
                .put(FORMAT, manifest.formatVersion())
                .put(FOLDER, folder ? 1 : 0)
                .build());
    }

    /** With {@code disk} the file system that the paths are of. */
    static ShareSummary decode(CborMap map, FileSystem disk) throws MalformedCborException {
        List<Path> paths = PathsFormat.decode(map, PATHS, disk);
        Manifest manifest = new Manifest(
                ChunkId.of(map.requiredBytes(ROOT, 32, 32)),
                (int) map.requiredInt(FORMAT, 1, Integer.MAX_VALUE),
                map.requiredInt(CHUNKS, 0, Long.MAX_VALUE),
                map.requiredInt(STORED_BYTES, 0, Long.MAX_VALUE));
        return new ShareSummary(
                manifest,
                paths,
                map.requiredInt(FOLDER, 0, 1) == 1,
                map.requiredInt(FILES, 0, Long.MAX_VALUE),
                map.requiredInt(FILE_BYTES, 0, Long.MAX_VALUE));
    }
}
