// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.disk.StateFile;

/** Paths on disk: what is shared together, or was fetched to. */
final class PathsFormat {

    private static final int PATHS = 1;
    private static final int MAX_PATHS = 65_000;

    private PathsFormat() {}

    static byte[] encode(List<Path> paths) {
        return CheckedMap.encode(StateFile.map().put(PATHS, array(paths)).build());
    }

    static CborArray array(List<Path> paths) {
        return CborArray.ofTexts(paths.stream().map(Path::toString).toList());
    }

    /** With {@code disk} the file system that the paths are of. */
    static List<Path> decode(CborMap map, FileSystem disk) throws MalformedCborException {
        return decode(map, PATHS, disk);
    }

    /** The same under another key. */
    static List<Path> decode(CborMap map, int key, FileSystem disk) throws MalformedCborException {
        CborArray texts = map.requiredArray(key, MAX_PATHS);
        List<Path> paths = new ArrayList<>();
        try {
            for (int i = 0; i < texts.size(); i++) {
                paths.add(disk.getPath(texts.textAt(i, Integer.MAX_VALUE)));
            }
        } catch (InvalidPathException e) {
            throw new MalformedCborException("a path that this disk cannot have");
        }
        if (paths.isEmpty()) {
            throw new MalformedCborException("no paths");
        }
        return paths;
    }
}
