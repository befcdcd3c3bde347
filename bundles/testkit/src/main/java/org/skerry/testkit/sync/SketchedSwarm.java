// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** A swarm made by hand: add peers, then wants, then ask a strategy. Not thread-safe. */
public final class SketchedSwarm {

    private final List<SketchedPeer> peers = new ArrayList<>();
    private final List<SketchedWant> wants = new ArrayList<>();
    private final Map<PeerId, SketchedPeer> peersById = new HashMap<>();
    private final Map<ChunkId, SketchedWant> wantsByChunk = new HashMap<>();
    private long done = 100;
    private long missing = 1000;

    /**
     * Adds a peer of which nothing is pending.
     *
     * @param bytesPerSecond its rate, 0 if unknown
     * @param rttMillis its round-trip time, 0 if unknown
     * @param room bytes that may be asked of it
     * @return the peer
     */
    public SketchedPeer peer(double bytesPerSecond, double rttMillis, long room) {
        return peer(bytesPerSecond, rttMillis, room, 0);
    }

    /**
     * Adds a peer.
     *
     * @param bytesPerSecond its rate, 0 if unknown
     * @param rttMillis its round-trip time, 0 if unknown
     * @param room bytes that may be asked of it
     * @param pendingBytes bytes that it was asked for already
     * @return the peer
     */
    public SketchedPeer peer(double bytesPerSecond, double rttMillis, long room, long pendingBytes) {
        SketchedPeer peer = SketchedPeer.of(peers.size(), bytesPerSecond, rttMillis, room, pendingBytes);
        peers.add(peer);
        peersById.put(peer.id(), peer);
        return peer;
    }

    /**
     * Adds a wanted chunk behind the others in content order.
     *
     * @param length in bytes
     * @return the chunk, which no one has yet
     */
    public SketchedWant want(int length) {
        SketchedWant want = new SketchedWant(wants.size(), length);
        wants.add(want);
        wantsByChunk.put(want.chunk(), want);
        return want;
    }

    /**
     * Says how far the transfer is; 100 chunks done and 1000 missing unless told.
     *
     * @param chunksDone here already
     * @param chunksMissing not here
     */
    public void progress(long chunksDone, long chunksMissing) {
        done = chunksDone;
        missing = chunksMissing;
    }

    /**
     * Asks a strategy.
     *
     * @param strategy which
     * @param budget most assignments
     * @param seed of the view's chance
     * @return what it answers
     */
    public List<Assignment> ask(SyncStrategy strategy, int budget, long seed) {
        return strategy.next(view(seed), budget);
    }

    /**
     * Asks a strategy, and names the answer by wants and peers.
     *
     * @param strategy which
     * @param budget most assignments
     * @param seed of the view's chance
     * @return for each assignment "position of the want → index of the peer"
     */
    public List<String> askInWords(SyncStrategy strategy, int budget, long seed) {
        return ask(strategy, budget, seed).stream()
                .map(assignment ->
                        want(assignment).position() + "→" + peer(assignment).index())
                .toList();
    }

    SketchedWant want(Assignment assignment) {
        SketchedWant want = wantsByChunk.get(assignment.chunk());
        if (want == null) {
            throw new AssertionError(
                    "SyncStrategy: \"Says which chunk to ask of which peer next.\" This is a chunk that no"
                            + " one wants: " + assignment);
        }
        return want;
    }

    SketchedPeer peer(Assignment assignment) {
        SketchedPeer peer = peersById.get(assignment.peer());
        if (peer == null) {
            throw new AssertionError(
                    "SyncStrategy: \"Says which chunk to ask of which peer next.\" This is a peer that is"
                            + " not there: " + assignment);
        }
        return peer;
    }

    List<SketchedPeer> peers() {
        return peers;
    }

    List<SketchedWant> wants() {
        return wants;
    }

    private SwarmView view(long seed) {
        RandomGenerator random = new Random(seed);
        List<Want> wantsNow = List.copyOf(wants);
        List<PeerView> peersNow = List.copyOf(peers);
        return new SwarmView() {
            @Override
            public List<Want> wants() {
                return wantsNow;
            }

            @Override
            public List<PeerView> peers() {
                return peersNow;
            }

            @Override
            public long chunksDone() {
                return done;
            }

            @Override
            public long chunksMissing() {
                return missing;
            }

            @Override
            public RandomGenerator random() {
                return random;
            }
        };
    }
}
