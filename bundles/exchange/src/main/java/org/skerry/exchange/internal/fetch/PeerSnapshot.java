// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import org.skerry.api.PeerId;
import org.skerry.exchange.internal.peer.PeerHave;
import org.skerry.exchange.internal.peer.RemotePeer;
import org.skerry.spi.sync.PeerView;

/** A peer during one call of a strategy. */
final class PeerSnapshot implements PeerView {

    private static final double NANOS_PER_MILLI = 1e6;

    private final RemotePeer peer;
    private final PeerHave have;
    private final double rttMillis;
    private final long pendingBytes;
    private long room;
    private int requests;

    /**
     * A peer that may be asked.
     *
     * @param peer who
     * @param have what it said of the swarm
     * @param room bytes that may be asked of it
     * @param requests requests that may be made
     */
    PeerSnapshot(RemotePeer peer, PeerHave have, long room, int requests) {
        this.peer = peer;
        this.have = have;
        this.room = room;
        this.requests = requests;
        this.pendingBytes = peer.incoming().openBytes();
        this.rttMillis = peer.session().rtt().toNanos() / NANOS_PER_MILLI;
    }

    RemotePeer peer() {
        return peer;
    }

    PeerHave have() {
        return have;
    }

    /** Takes room for a request. @return false if there is none */
    boolean take(int bytes) {
        if (requests == 0 || bytes > room) {
            return false;
        }
        requests--;
        room -= bytes;
        return true;
    }

    int requests() {
        return requests;
    }

    @Override
    public PeerId id() {
        return peer.id();
    }

    @Override
    public double bytesPerSecond() {
        return peer.receiving().bytesPerSecond();
    }

    @Override
    public double rttMillis() {
        return rttMillis;
    }

    @Override
    public long room() {
        return room;
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }
}
