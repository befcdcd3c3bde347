// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.content.internal.manifest.CatalogLeaf;
import org.skerry.spi.content.ChunkRead;

/**
 * Makes chunks again out of the files they were written to, whole or not. Hashes are compared, so a file that was changed
 * meanwhile shows and nothing else than the chunk leaves. Thread-safe; blocks on the disk.
 */
final class ChunkServing {

    private final Work work;

    ChunkServing(Work work) {
        this.work = work;
    }

    boolean has(ChunkId id) {
        return work.plan()
                .chunk(id)
                .filter(chunk -> work.progress().isDone(chunk.position()))
                .isPresent();
    }

    ChunkRead read(ChunkId id) {
        Optional<PlannedChunk> found = work.plan().chunk(id);
        if (found.isEmpty() || !work.progress().isDone(found.get().position())) {
            return new ChunkRead.Missing();
        }
        PlannedChunk chunk = found.get();
        String path =
                CatalogLeaf.printable(work.plan().file(chunk.first().file()).path());
        try {
            byte[] plain = new byte[chunk.plainLength()];
            if (!gather(id, chunk, plain)) {
                return new ChunkRead.Changed(path);
            }
            byte[] stored = new byte[chunk.length()];
            boolean same = work.ciphers().<Boolean, RuntimeException>use(it -> {
                it.seal(chunk.tag(), plain, 0, plain.length, stored);
                return it.id(stored, stored.length).equals(id);
            });
            return same ? new ChunkRead.Found(ByteBuffer.wrap(stored)) : new ChunkRead.Changed(path);
        } catch (IOException e) {
            return new ChunkRead.Failed("cannot read " + path + ": " + e.getMessage());
        }
    }

    /** Puts the plaintext together: from one place, or from all members of a pack. False if a part is gone. */
    boolean gather(ChunkId id, PlannedChunk chunk, byte[] plain) throws IOException {
        int covered = 0;
        for (int i = 0; i <= chunk.more() && covered < plain.length; i++) {
            Place place = work.plan().place(id, chunk, i);
            // The members of a pack are planned in the order in which they lie in it.
            if (place.chunkOffset() != covered) {
                continue;
            }
            try {
                if (!work.read(
                        place.file(),
                        place.fileOffset(),
                        ByteBuffer.wrap(plain, place.chunkOffset(), place.length()))) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false;
            }
            covered += place.length();
        }
        return covered == plain.length;
    }
}
