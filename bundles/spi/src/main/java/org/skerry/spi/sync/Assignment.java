// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.sync;

import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;

/** Ask this chunk of that peer. */
public final class Assignment {

    private final ChunkId chunk;
    private final PeerId peer;

    private Assignment(ChunkId chunk, PeerId peer) {
        this.chunk = chunk;
        this.peer = peer;
    }

    /**
     * Makes one.
     *
     * @param want the chunk
     * @param peer the peer
     * @return the assignment
     */
    public static Assignment of(Want want, PeerView peer) {
        return new Assignment(want.chunk(), peer.id());
    }

    /** {@return the chunk} */
    public ChunkId chunk() {
        return chunk;
    }

    /** {@return the peer} */
    public PeerId peer() {
        return peer;
    }

    @Override
    public String toString() {
        return chunk.shortText() + " of " + peer.shortText();
    }
}
