// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.Want;

/** The peers during one call: how much each may still be asked for, and when it would be done with it. Not thread-safe. */
public final class Lineup {

    /** Bytes per second of a peer that was asked something and has no rate yet: cautious, so that known ones come first. */
    private static final double ASSUMED_RATE = 64 * 1024;

    private static final double MILLIS_PER_SECOND = 1000;

    private final List<PeerView> peers;
    private final long[] room;
    private final double[] pending;
    private final double[] rate;
    private final double[] rttSeconds;
    private int withRoom;

    /** Nobody was asked for anything yet. */
    public Lineup(List<PeerView> peers) {
        int count = peers.size();
        this.peers = peers;
        this.room = new long[count];
        this.pending = new double[count];
        this.rate = new double[count];
        this.rttSeconds = new double[count];
        for (int i = 0; i < count; i++) {
            PeerView peer = peers.get(i);
            room[i] = Math.max(0, peer.room());
            pending[i] = peer.pendingBytes();
            rate[i] = peer.bytesPerSecond();
            rttSeconds[i] = peer.rttMillis() / MILLIS_PER_SECOND;
            withRoom += room[i] > 0 ? 1 : 0;
        }
    }

    /** {@return whether nobody can be asked for anything more} */
    public boolean isFull() {
        return withRoom == 0;
    }

    /** {@return who has the chunk, was not asked for it, has room, and would be done with it first; null if nobody} */
    public @Nullable PeerView choose(Want want) {
        int length = want.length();
        int best = -1;
        double bestSeconds = 0;
        for (int i = 0; i < room.length; i++) {
            if (room[i] < length || room[i] == 0) {
                continue;
            }
            double seconds = secondsUntilDone(i, length);
            if ((best < 0 || seconds < bestSeconds) && want.heldBy(peers.get(i)) && !want.askedOf(peers.get(i))) {
                best = i;
                bestSeconds = seconds;
            }
        }
        if (best < 0) {
            return null;
        }
        take(best, length);
        return peers.get(best);
    }

    /** A peer of unknown rate that does nothing gets a try at once; then the others come first until its rate is known. */
    private double secondsUntilDone(int peer, int length) {
        if (rate[peer] > 0) {
            return rttSeconds[peer] + (pending[peer] + length) / rate[peer];
        }
        return pending[peer] == 0 ? 0 : rttSeconds[peer] + (pending[peer] + length) / ASSUMED_RATE;
    }

    private void take(int peer, int length) {
        room[peer] -= length;
        pending[peer] += length;
        if (room[peer] == 0) {
            withRoom--;
        }
    }
}
