// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.manifest.PathRules;
import org.skerry.content.internal.share.VersionReport;

/**
 * Makes a folder that was whole one that is being fetched. A file with wrong bytes loses its name and becomes a partial one:
 * the next fetch to the folder compares every chunk of it and wants only those that are wrong.
 */
public final class Unfinishing {

    private Unfinishing() {}

    /**
     * Whether a content is being fetched to a folder, or was left in the middle of it.
     *
     * @param target the folder
     * @param root of the content
     * @return true if so
     * @throws IOException if the folder cannot be read
     */
    public static boolean isUnderway(Path target, ChunkId root) throws IOException {
        Path marker = target.resolve(PathRules.PARTIAL).resolve(Target.MARKER);
        return Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS) && Target.isFree(target, root);
    }

    /**
     * Does it. Nothing is lost if it stops in the middle: the fetch goes on with what it finds.
     *
     * @param target the folder, whole so far
     * @param root of its content
     * @param faults files that are missing or rotten; others stay as they are
     * @throws IOException if the folder cannot be written
     */
    public static void of(Path target, ChunkId root, List<VersionReport.FileFault> faults) throws IOException {
        if (!Files.isDirectory(target)) {
            Files.createDirectories(target);
        }
        Path partial = PrivateFiles.folder(target.resolve(PathRules.PARTIAL));
        Files.writeString(partial.resolve(Target.MARKER), root.toString());
        for (VersionReport.FileFault fault : faults) {
            if (fault.kind() == VersionReport.Kind.ROTTEN) {
                Path number = partial.resolve(Integer.toString(fault.number()));
                Files.move(fault.at(), number, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
