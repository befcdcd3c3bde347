// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.skerry.content.internal.disk.FileStamp;

/**
 * What a walk found at a path.
 *
 * @param path within the content
 * @param kind file, folder or symlink
 * @param mode permission bits
 * @param size in bytes
 * @param modified when it was last changed
 * @param target of a symlink, else empty
 */
record Walked(String path, FileStamp.Kind kind, int mode, long size, Instant modified, String target) {

    private static final int FIXED = 1 + Integer.BYTES + Long.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;

    static Walked of(String path, FileStamp stamp, String target) {
        return new Walked(path, stamp.kind(), stamp.mode(), stamp.size(), stamp.modified(), target);
    }

    byte[] encode() {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] link = target.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + name.length + link.length)
                .put((byte) kind.ordinal())
                .putInt(mode)
                .putLong(size)
                .putLong(modified.getEpochSecond())
                .putInt(modified.getNano())
                .putInt(name.length)
                .put(name)
                .put(link)
                .array();
    }

    static Walked decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        FileStamp.Kind kind = FileStamp.Kind.values()[in.get()];
        int mode = in.getInt();
        long size = in.getLong();
        Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
        byte[] name = new byte[in.getInt()];
        in.get(name);
        byte[] link = new byte[in.remaining()];
        in.get(link);
        return new Walked(
                new String(name, StandardCharsets.UTF_8),
                kind,
                mode,
                size,
                modified,
                new String(link, StandardCharsets.UTF_8));
    }
}
