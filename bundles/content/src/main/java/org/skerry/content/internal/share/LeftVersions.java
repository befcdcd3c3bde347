// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.base.disk.DiskReason;
import org.skerry.content.internal.disk.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions of shares that a node was in the midst of building, replacing or dropping when it stopped. Blocks on the disk. */
final class LeftVersions {

    private static final Logger LOG = LoggerFactory.getLogger(LeftVersions.class);

    private LeftVersions() {}

    /** Drops them, but for one whose place no other one has taken. */
    static void settle(Path shares) throws IOException {
        for (Path share : ShareStore.list(shares)) {
            try {
                ShareStore.list(share).forEach(LeftVersions::settleVersion);
            } catch (IOException e) {
                LOG.warn("{}, versions of a share, stays as it is: {}", share, DiskReason.of(e));
            }
        }
    }

    private static void settleVersion(Path version) {
        String name = version.getFileName().toString();
        if (name.startsWith(ShareStore.REPLACED)) {
            bringBack(version);
        } else if (name.startsWith(ShareStore.BUILDING) || name.startsWith(ShareStore.OLD)) {
            dropQuietly(version);
        }
    }

    /** What the name begins with of a version whose place another one of the same root is to take. */
    static String replaced(ChunkId root) {
        return ShareStore.REPLACED + root + "-";
    }

    /** Those of a root. */
    static List<Path> replaced(Path share, ChunkId root) throws IOException {
        return ShareStore.list(share).stream()
                .filter(version -> version.getFileName().toString().startsWith(replaced(root)))
                .toList();
    }

    /**
     * The node stopped before the next one had taken its place, or before it was dropped. Its name tells its root: what is in it
     * may be damaged.
     */
    private static void bringBack(Path replaced) {
        try {
            Path version = replaced.resolveSibling(root(replaced).toString());
            if (Files.exists(version)) {
                dropQuietly(replaced);
            } else if (Files.notExists(version)) {
                Files.move(replaced, version, StandardCopyOption.ATOMIC_MOVE);
            } else {
                throw new IOException("the disk does not tell whether there is " + version);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{}, a version of a share, stays as it is: {}", replaced, e.getMessage());
        }
    }

    private static ChunkId root(Path replaced) {
        String name = replaced.getFileName().toString().substring(ShareStore.REPLACED.length());
        return ChunkId.parse(name.substring(0, Math.max(0, name.indexOf('-'))));
    }

    /** What cannot be deleted is dropped at the next start. */
    static void dropQuietly(Path version) {
        try {
            PrivateFiles.delete(version);
        } catch (IOException e) {
            LOG.warn("{}, which no share needs, cannot be deleted: {}", version, e.getMessage());
        }
    }
}
