// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.ByteBuffer;

/** What came of reading a chunk. */
public sealed interface ChunkRead {

    /**
     * Here it is.
     *
     * @param chunk from position to limit; belongs to the caller
     */
    record Found(ByteBuffer chunk) implements ChunkRead {}

    /** It is not here. */
    record Missing() implements ChunkRead {}

    /**
     * The file that held it has changed or is gone.
     *
     * @param path which file, for people
     * @param mark tells whoever can read the content which of the files of the chunk it is, and others nothing; up to
     *     {@value #MARK_BYTES} bytes, empty if there is nothing to tell
     */
    record Changed(String path, byte[] mark) implements ChunkRead {

        /** Longest mark. */
        public static final int MARK_BYTES = 16;

        private static final byte[] NONE = {};

        /**
         * Without a mark.
         *
         * @param path which file, for people
         */
        public Changed(String path) {
            this(path, NONE);
        }
    }

    /**
     * It could not be read.
     *
     * @param message one line that names the file
     */
    record Failed(String message) implements ChunkRead {}
}
