// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.PeerHave;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.Want;

/** A transfer during one call of a strategy. */
final class SwarmSnapshot implements SwarmView {

    private final List<Want> wants;
    private final List<PeerView> peers;
    private final List<PeerHave> members;
    private final AcquisitionProgress progress;
    private final RandomGenerator random;
    private final long now;

    /**
     * A view.
     *
     * @param open wants that may be asked
     * @param able peers that may be asked
     * @param members what each connected peer of the swarm said
     * @param progress of the acquisition
     * @param random the only source of chance
     * @param now monotonic nanoseconds
     */
    SwarmSnapshot(
            Collection<OpenWant> open,
            List<PeerSnapshot> able,
            List<PeerHave> members,
            AcquisitionProgress progress,
            RandomGenerator random,
            long now) {
        this.members = members;
        this.progress = progress;
        this.random = random;
        this.now = now;
        List<Want> views = new ArrayList<>(open.size());
        open.forEach(want -> views.add(new WantSnapshot(want)));
        this.wants = Collections.unmodifiableList(views);
        this.peers = Collections.unmodifiableList(new ArrayList<PeerView>(able));
    }

    @Override
    public List<Want> wants() {
        return wants;
    }

    @Override
    public List<PeerView> peers() {
        return peers;
    }

    @Override
    public long chunksDone() {
        return progress.chunksDone();
    }

    @Override
    public long chunksMissing() {
        return Math.max(0, progress.chunksTotal() - progress.chunksDone());
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    private final class WantSnapshot implements Want {

        private final OpenWant want;
        private int rarity = -1;

        WantSnapshot(OpenWant want) {
            this.want = want;
        }

        @Override
        public ChunkId chunk() {
            return want.id();
        }

        @Override
        public int length() {
            return want.chunk().length();
        }

        @Override
        public long position() {
            return want.chunk().position();
        }

        @Override
        public boolean urgent() {
            return want.chunk().manifest();
        }

        @Override
        public int rarity() {
            if (rarity < 0) {
                rarity = 0;
                for (PeerHave have : members) {
                    rarity += want.heldBy(have) ? 1 : 0;
                }
            }
            return rarity;
        }

        @Override
        public int asked() {
            return want.requests().size();
        }

        @Override
        public boolean heldBy(PeerView peer) {
            return peer instanceof PeerSnapshot able && want.heldBy(able.have()) && !want.denied(able.id(), now);
        }

        @Override
        public boolean askedOf(PeerView peer) {
            return want.askedOf(peer.id());
        }
    }
}
