// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.probe;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** Shows a strategy one chunk that one peer has: there is but one right answer. */
final class StrategyTrial {

    private static final int LENGTH = 32_768;

    private StrategyTrial() {}

    /**
     * Tries.
     *
     * @param strategy to be tried
     * @return what is wrong, one line; empty if nothing is
     */
    static String of(SyncStrategy strategy) {
        ChunkId chunk = ChunkId.of(new byte[32]);
        PeerId peer = PeerId.of(new byte[32]);
        List<Assignment> chosen = strategy.next(new Sketch(chunk, peer), 1);
        if (chosen.isEmpty()) {
            return "it asks nobody for a chunk that a peer has";
        }
        Assignment first = chosen.get(0);
        boolean right = chosen.size() == 1
                && first.chunk().equals(chunk)
                && first.peer().equals(peer);
        return right ? "" : "it asks for what is not wanted, or of whom has it not";
    }

    /** A transfer with one chunk missing, and a peer that has it. */
    private record Sketch(ChunkId chunk, PeerId id) implements SwarmView, PeerView, Want {

        @Override
        public List<Want> wants() {
            return List.of(this);
        }

        @Override
        public List<PeerView> peers() {
            return List.of(this);
        }

        @Override
        public long chunksDone() {
            return 0;
        }

        @Override
        public long chunksMissing() {
            return 1;
        }

        @Override
        public RandomGenerator random() {
            return new Random(0);
        }

        @Override
        public double bytesPerSecond() {
            return 1e6;
        }

        @Override
        public double rttMillis() {
            return 1;
        }

        @Override
        public long room() {
            return 1 << 20;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public boolean urgent() {
            return false;
        }

        @Override
        public int rarity() {
            return 1;
        }

        @Override
        public int asked() {
            return 0;
        }

        @Override
        public boolean heldBy(PeerView peer) {
            return true;
        }

        @Override
        public boolean askedOf(PeerView peer) {
            return false;
        }
    }
}
