// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.skerry.api.ChunkId;
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
            for (Path version : ShareStore.list(share)) {
                String name = version.getFileName().toString();
                if (name.startsWith(ShareStore.REPLACED)) {
                    bringBack(version);
                } else if (name.startsWith(ShareStore.BUILDING) || name.startsWith(ShareStore.OLD)) {
                    dropQuietly(version);
                }
            }
        }
    }

    /** The node stopped before the next one had taken its place, or before it was dropped. */
    private static void bringBack(Path replaced) {
        Path summary = replaced.resolve(ShareStore.SUMMARY);
        try {
            if (!Files.notExists(summary)) {
                ChunkId root = ShareStore.decoded(summary).manifest().root();
                Path version = replaced.resolveSibling(root.toString());
                if (Files.notExists(version)) {
                    Files.move(replaced, version, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
            } // else it was being dropped
        } catch (IOException e) {
            LOG.warn("{}, a version of a share, stays as it is: {}", replaced, e.getMessage());
            return;
        }
        dropQuietly(replaced);
    }

    private static void dropQuietly(Path version) {
        try {
            PrivateFiles.delete(version);
        } catch (IOException e) {
            LOG.warn("{}, which no share needs, cannot be deleted: {}", version, e.getMessage());
        }
    }
}
