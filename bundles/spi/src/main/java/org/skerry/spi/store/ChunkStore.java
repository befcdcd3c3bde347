// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.store;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;
import org.skerry.api.ChunkId;

/**
 * Keeps chunks by their hash. Register it as an OSGi service with the property {@value #DURABILITY}. Every method may be
 * called from any thread, concurrently, and must not block; stages complete on a thread of the store. An error of the disk
 * completes a stage exceptionally with an {@link java.io.IOException} whose message names the file. After the service has
 * gone, all stages complete exceptionally.
 */
@ConsumerType
public interface ChunkStore {

    /** Service property: what a completed {@link #put} survives, one of the constants below. */
    String DURABILITY = "skerry.store.durability";

    /** Nothing: gone with the process. */
    String DURABILITY_NONE = "none";

    /** The end of the process, even a kill. */
    String DURABILITY_PROCESS = "process";

    /** A power cut. */
    String DURABILITY_POWER = "power";

    /**
     * Which chunks are here.
     *
     * @param ids any number up to 4096
     * @return bit i is set if {@code ids.get(i)} is here
     */
    CompletionStage<BitSet> has(List<ChunkId> ids);

    /**
     * Reads a chunk. The store checks its hash before it returns it: a damaged one is reported in the log, dropped, and
     * missing.
     *
     * @param id which
     * @return the chunk in a buffer of its own, or empty
     */
    CompletionStage<Optional<ByteBuffer>> get(ChunkId id);

    /**
     * Keeps a chunk. Writing the same one again does nothing. It is seen whole or not at all, even after a crash.
     *
     * @param id its hash
     * @param verified the chunk, whose hash the caller has checked; from position to limit; not changed until the stage
     *     completes
     * @return completes when it is kept as durably as the store promises
     */
    CompletionStage<Void> put(ChunkId id, ByteBuffer verified);

    /**
     * Drops a chunk.
     *
     * @param id which
     * @return true if it was here
     */
    CompletionStage<Boolean> remove(ChunkId id);

    /**
     * Lists chunks, in an order of the store's own that is stable while chunks are added and removed: every chunk that is
     * here throughout a scan is listed exactly once.
     *
     * @param after where to go on; empty to begin
     * @param limit at most so many, 1 to 4096
     * @return a page; its cursor is empty at the end
     */
    CompletionStage<Page> scan(Optional<Cursor> after, int limit);

    /** {@return what is kept now; cheap} */
    Usage usage();
}
