// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.skerry.api.ChunkId;

/** Where the pages of a manifest are. */
@FunctionalInterface
public interface PageSource {

    /**
     * Reads a page.
     *
     * @param id which
     * @return the page as stored, its hash checked; empty if it is not here
     * @throws IOException if it cannot be read
     */
    Optional<ByteBuffer> page(ChunkId id) throws IOException;
}
