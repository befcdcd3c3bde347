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
     */
    record Changed(String path) implements ChunkRead {}

    /**
     * It could not be read.
     *
     * @param message one line that names the file
     */
    record Failed(String message) implements ChunkRead {}
}
