// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.ChunkId;

/**
 * A content that comes in chunk by chunk: says what it wants, takes verified chunks, decrypts them, writes them to their
 * place, and renames files when they are whole. Serves what it has meanwhile and afterwards. With no secret it only reads
 * the index, so as to say what is wanted, and the caller keeps the chunks; then it serves nothing. Thread-safe; nothing
 * blocks.
 */
@ProviderType
public interface Acquisition extends ChunkSource, AutoCloseable {

    /**
     * Allows more chunks to be named to {@link AcquisitionListener#wanted}. Adds up.
     *
     * @param chunks how many more, at least 1
     */
    void request(int chunks);

    /**
     * Takes a chunk that was wanted. Repeated and unwanted ones are ignored.
     *
     * @param id which
     * @param verified the chunk, whose hash the caller has checked; from position to limit; not changed until the stage
     *     completes
     * @return completes when it is where it belongs and will be found again after a kill of the process; never
     *     exceptionally: errors end the acquisition and show at the listener
     */
    CompletionStage<Void> accept(ChunkId id, ByteBuffer verified);

    /**
     * How far it has come.
     *
     * @return a snapshot
     */
    AcquisitionProgress progress();

    /**
     * Says for people what a chunk is for, so that a failure can name the file.
     *
     * @param id a chunk that is wanted
     * @param mark of {@link ChunkRead.Changed}, as whoever has the file gave it; may be anything
     * @return a path within the content, one of them if several files share the chunk; empty if unknown or if there is no
     *     secret to know it by
     */
    default Optional<String> describe(ChunkId id, byte[] mark) {
        return Optional.empty();
    }

    /** Stops; what was accepted stays on disk. Idempotent. */
    @Override
    void close();
}
