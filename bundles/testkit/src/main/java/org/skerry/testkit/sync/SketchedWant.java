// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sync;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.skerry.api.ChunkId;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.Want;

/** A wanted chunk of a {@link SketchedSwarm}, which says who has it and who was asked. */
public final class SketchedWant implements Want {

    private final ChunkId chunk;
    private final int length;
    private final long position;
    private final BitSet held = new BitSet();
    private final BitSet asked = new BitSet();
    private boolean urgent;

    SketchedWant(long position, int length) {
        this.chunk = ChunkId.of(ByteBuffer.allocate(ChunkId.BYTES)
                .putLong(position * 0x9E3779B97F4A7C15L)
                .putLong(position)
                .array());
        this.position = position;
        this.length = length;
    }

    /**
     * Adds those who have it.
     *
     * @param peers some of the swarm's peers
     * @return this
     */
    public SketchedWant holders(SketchedPeer... peers) {
        for (SketchedPeer peer : peers) {
            held.set(peer.index());
        }
        return this;
    }

    /**
     * Adds those who were asked and have not answered.
     *
     * @param peers some of the swarm's peers
     * @return this
     */
    public SketchedWant alreadyAsked(SketchedPeer... peers) {
        for (SketchedPeer peer : peers) {
            asked.set(peer.index());
        }
        return this;
    }

    /**
     * Makes it a manifest page.
     *
     * @return this
     */
    public SketchedWant makeUrgent() {
        urgent = true;
        return this;
    }

    @Override
    public ChunkId chunk() {
        return chunk;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public boolean urgent() {
        return urgent;
    }

    @Override
    public int rarity() {
        return held.cardinality();
    }

    @Override
    public int asked() {
        return asked.cardinality();
    }

    @Override
    public boolean heldBy(PeerView peer) {
        return held.get(((SketchedPeer) peer).index());
    }

    @Override
    public boolean askedOf(PeerView peer) {
        return asked.get(((SketchedPeer) peer).index());
    }

    @Override
    public String toString() {
        return "#" + position;
    }
}
