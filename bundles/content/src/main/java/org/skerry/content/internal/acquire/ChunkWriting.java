// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.TransferResult.Cause;
import org.skerry.base.bytes.BufferPool;
import org.skerry.content.internal.chunk.ChunkCipher;
import org.skerry.content.internal.manifest.CatalogLeaf;

/** Puts chunks where they belong. Thread-safe; blocks on the disk. */
final class ChunkWriting {

    private final Work work;
    private final BufferPool buffers;

    ChunkWriting(Work work, int threads) {
        this.work = work;
        this.buffers = new BufferPool(ChunkCipher.MAX_PLAIN, threads);
    }

    /** Opens a chunk and writes it to every place; ignores one that is not of the plan or was taken before. */
    void write(ChunkId id, ByteBuffer stored) throws AcquireException {
        Optional<PlannedChunk> found = work.plan().chunk(id);
        if (found.isEmpty() || !work.progress().take(found.get().position())) {
            return;
        }
        PlannedChunk chunk = found.get();
        ByteBuffer plain = buffers.take();
        try {
            boolean opened = stored.remaining() == chunk.length()
                    && work.ciphers().<Boolean, RuntimeException>use(it -> it.open(chunk.tag(), stored, plain.array()));
            if (!opened) {
                String path = work.plan().file(chunk.first().file()).path();
                throw new AcquireException(
                        Cause.BAD_MANIFEST,
                        "a chunk of " + CatalogLeaf.quoted(path) + " does not open as the catalog says");
            }
            for (int i = 0; i <= chunk.more(); i++) {
                work.write(work.plan().place(id, chunk, i), plain.array());
            }
        } finally {
            buffers.give(plain);
        }
        finish(id, chunk);
    }

    /** Notes that a chunk is in every place. */
    void finish(ChunkId id, PlannedChunk chunk) throws AcquireException {
        for (int i = 0; i <= chunk.more(); i++) {
            work.filled(work.plan().place(id, chunk, i));
        }
        work.progress().markDone(chunk.position(), chunk.length());
    }
}
