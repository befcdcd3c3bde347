// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.ChunkId;

/** Something chunks can be read from. Thread-safe; nothing blocks. */
@ProviderType
public interface ChunkSource {

    /**
     * Which chunks can be read here.
     *
     * @param ids up to 4096
     * @return bit i is set if {@code ids.get(i)} is here
     */
    CompletionStage<BitSet> has(List<ChunkId> ids);

    /**
     * Reads a chunk as it is stored and sent. Its hash was compared before it is returned.
     *
     * @param id which
     * @return never completes exceptionally
     */
    CompletionStage<ChunkRead> read(ChunkId id);
}
