// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.time.Instant;
import java.util.List;
import org.skerry.content.internal.chunk.StoredChunk;

/** What the catalog says of one name. */
public sealed interface CatalogEntry {

    /** {@return relative to the content's folder, segments separated by a slash} */
    String path();

    /**
     * A folder.
     *
     * @param path where
     * @param mode its permission bits, 0 to 0777
     * @param modified when it was last changed
     */
    record Folder(String path, int mode, Instant modified) implements CatalogEntry {}

    /**
     * A regular file.
     *
     * @param path where
     * @param mode its permission bits, 0 to 0777
     * @param modified when it was last changed
     * @param size in bytes
     * @param sha256 of its bytes
     * @param body where its bytes are
     */
    record File(String path, int mode, Instant modified, long size, byte[] sha256, Body body) implements CatalogEntry {}

    /**
     * A symbolic link.
     *
     * @param path where
     * @param modified when it was made, or last made anew
     * @param target relative, within the content's folder
     */
    record Symlink(String path, Instant modified, String target) implements CatalogEntry {}

    /** Where the bytes of a file are. */
    sealed interface Body {

        /** Nowhere: it has none. */
        record Empty() implements Body {}

        /**
         * In chunks of its own.
         *
         * @param average with which it was cut, in bytes
         * @param chunks 1 to 64
         */
        record Inline(int average, List<StoredChunk> chunks) implements Body {}

        /**
         * In so many chunks that they are listed in a tree of their own.
         *
         * @param average with which it was cut, in bytes
         * @param top of the tree
         * @param level of the page that {@code top} names
         */
        record Listed(int average, Node top, int level) implements Body {}

        /**
         * In a chunk together with its neighbours.
         *
         * @param pack that chunk
         * @param offset of the file in its plaintext
         */
        record Packed(StoredChunk pack, int offset) implements Body {}
    }
}
