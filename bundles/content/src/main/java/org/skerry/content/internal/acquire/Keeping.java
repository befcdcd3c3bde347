// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.api.Manifest;
import org.skerry.content.internal.chunk.StoredChunk;
import org.skerry.content.internal.manifest.Root;
import org.skerry.content.internal.share.FetchedWriting;

/** Writes down where the chunks of a whole content lie, so that it can be served again. For one thread. */
final class Keeping {

    private final Plan plan;
    private final FetchedWriting out;

    Keeping(Plan plan, FetchedWriting out) {
        this.plan = plan;
        this.out = out;
    }

    void run(ChunkId id, Root root, Path pages) throws IOException {
        for (int file = 0; file < plan.files(); file++) {
            PlannedFile planned = plan.file(file);
            out.file(file, planned.path(), planned.size(), planned.modified());
        }
        plan.eachChunk(this::chunk);
        out.finish(new Manifest(id, Root.FORMAT_VERSION, root.chunks(), root.storedBytes()), pages);
    }

    private void chunk(ChunkId id, PlannedChunk chunk) {
        StoredChunk stored = new StoredChunk(id, chunk.tag(), chunk.length());
        List<FetchedWriting.Packed> members = new ArrayList<>();
        int covered = 0;
        for (int i = 0; i <= chunk.more(); i++) {
            Place place = plan.place(id, chunk, i);
            if (place.length() == chunk.plainLength()) {
                out.chunk(stored, place.file(), place.fileOffset());
                return;
            }
            // The members of a pack are planned in the order in which they lie in it.
            if (place.chunkOffset() == covered) {
                byte[] sha256 = plan.file(place.file()).sha256();
                members.add(new FetchedWriting.Packed(place.file(), place.length(), sha256));
                covered += place.length();
            }
        }
        if (covered == chunk.plainLength()) {
            out.pack(stored, members);
        }
    }
}
