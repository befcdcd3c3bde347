// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.skerry.api.ChunkId;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * The list of all shares that are to be served again: it says once more what the names of the files under {@code shares} say, so
 * that one of those that is lost can be told from one that was never there. Canonical CBOR {0: version 2, 1: [root …], 23: check sum}. What
 * is served again is read from the names.
 */
final class KeptShares {

    private static final int VERSION = 2;
    private static final int MOST = 1 << 20;
    private static final int ROOT = 32;
    private static final CborLimits LIMITS = new CborLimits(64 << 20, 4, MOST);

    private KeptShares() {}

    static byte[] encode(Collection<ChunkId> roots) {
        List<byte[]> sorted = new TreeSet<>(roots).stream().map(ChunkId::bytes).toList();
        return CheckedMap.encode(CborMap.builder()
                .put(0, VERSION)
                .put(1, CborArray.ofBytes(sorted))
                .build());
    }

    static List<ChunkId> decode(byte[] encoded) throws MalformedCborException {
        CborMap map = CborCodec.decodeMap(encoded, LIMITS);
        long version = map.requiredInt(0, 1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw new MalformedCborException(TransferRecord.NEWER + version + "; this node reads " + VERSION);
        }
        if (version > 1) {
            CheckedMap.check(map);
        }
        CborArray array = map.requiredArray(1, MOST);
        List<ChunkId> roots = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            roots.add(ChunkId.of(array.bytesAt(i, ROOT, ROOT)));
        }
        return roots;
    }

    /** Reads a list; one that is not there is empty. */
    static List<ChunkId> read(Path file) throws IOException, MalformedCborException {
        try {
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
