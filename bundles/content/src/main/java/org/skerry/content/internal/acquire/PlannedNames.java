// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.skerry.content.internal.manifest.CatalogEntry;

/** How the plan keeps folders and symlinks. */
final class PlannedNames {

    private static final int FOLDER_FIXED = Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int LINK_FIXED = Long.BYTES + Integer.BYTES + Integer.BYTES;

    private PlannedNames() {}

    static byte[] encode(CatalogEntry.Folder folder) {
        byte[] path = folder.path().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FOLDER_FIXED + path.length)
                .putInt(folder.mode())
                .putLong(folder.modified().getEpochSecond())
                .putInt(folder.modified().getNano())
                .put(path)
                .array();
    }

    static CatalogEntry.Folder folder(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        int mode = in.getInt();
        Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
        return new CatalogEntry.Folder(text(in, in.remaining()), mode, modified);
    }

    static byte[] encode(CatalogEntry.Symlink link) {
        byte[] path = link.path().getBytes(StandardCharsets.UTF_8);
        byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LINK_FIXED + path.length + target.length)
                .putLong(link.modified().getEpochSecond())
                .putInt(link.modified().getNano())
                .putInt(path.length)
                .put(path)
                .put(target)
                .array();
    }

    static CatalogEntry.Symlink symlink(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
        String path = text(in, in.getInt());
        return new CatalogEntry.Symlink(path, modified, text(in, in.remaining()));
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
