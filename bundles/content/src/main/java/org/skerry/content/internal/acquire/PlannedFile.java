// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.skerry.content.internal.manifest.CatalogEntry;

/**
 * A file to be written.
 *
 * @param path within the content
 * @param mode permission bits
 * @param modified the time it gets
 * @param size in bytes
 * @param sha256 of its bytes
 * @param packed whether its bytes come in a pack
 */
record PlannedFile(String path, int mode, Instant modified, long size, byte[] sha256, boolean packed) {

    private static final int FIXED = Integer.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES + 32 + 1;

    static PlannedFile of(CatalogEntry.File file) {
        boolean packed = file.body() instanceof CatalogEntry.Body.Packed;
        return new PlannedFile(file.path(), file.mode(), file.modified(), file.size(), file.sha256(), packed);
    }

    byte[] encode() {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + name.length)
                .putInt(mode)
                .putLong(modified.getEpochSecond())
                .putInt(modified.getNano())
                .putLong(size)
                .put(sha256)
                .put((byte) (packed ? 1 : 0))
                .put(name)
                .array();
    }

    static PlannedFile decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        int mode = in.getInt();
        Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
        long size = in.getLong();
        byte[] sha256 = new byte[32];
        in.get(sha256);
        boolean packed = in.get() != 0;
        byte[] name = new byte[in.remaining()];
        in.get(name);
        return new PlannedFile(new String(name, StandardCharsets.UTF_8), mode, modified, size, sha256, packed);
    }
}
