// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.fetch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.api.TransferId;
import org.skerry.exchange.internal.peer.OpenWant;
import org.skerry.exchange.internal.peer.Page;
import org.skerry.spi.content.AcquisitionProgress;
import org.skerry.spi.content.WantedChunk;

/** What one transfer wants and does not have yet. Ends with the acquisition that wants it. */
public final class Download {

    /** Where verified chunks go. Called on the loop. */
    public interface Sink {

        /**
         * Takes a chunk.
         *
         * @param want that it satisfies
         * @param verified the chunk
         * @param from who sent it; empty if it was on this node
         * @return completes with whether it was taken in; if not, it will be wanted again; on any thread
         */
        CompletionStage<Boolean> take(OpenWant want, ByteBuffer verified, Optional<PeerId> from);

        /** Every peer that could have had this chunk said that its file was changed. */
        void changed(OpenWant want, byte[] mark);

        /** {@return how far the acquisition has come} */
        AcquisitionProgress progress();
    }

    private final TransferId id;
    private final SwarmId swarm;
    private final int priority;
    private final Optional<String> strategy;
    private final Sink sink;
    private final Map<ChunkId, OpenWant> wants = new LinkedHashMap<>();
    private final TreeSet<OpenWant> pending = new TreeSet<>(OpenWant.ORDER);
    private final Map<ChunkId, Page> pages = new HashMap<>();
    private final Page root;
    private final Traffic traffic;
    private boolean paused;
    private boolean ended;
    private long unaccepted;

    /**
     * A new one.
     *
     * @param id of the transfer
     * @param root of the content
     * @param priority among transfers, higher first
     * @param strategy that the transfer names
     * @param traffic counts what comes
     * @param sink takes what comes
     */
    public Download(TransferId id, ChunkId root, int priority, Optional<String> strategy, Traffic traffic, Sink sink) {
        this.id = id;
        this.swarm = SwarmId.ofRoot(root);
        this.priority = priority;
        this.strategy = strategy;
        this.traffic = traffic;
        this.sink = sink;
        this.root = new Page(root, Optional.empty());
        pages.put(root, this.root);
    }

    /** {@return of the transfer} */
    public TransferId id() {
        return id;
    }

    /** {@return of the content} */
    public SwarmId swarm() {
        return swarm;
    }

    /** {@return the root, which counts as the topmost page} */
    public Page root() {
        return root;
    }

    /** {@return among transfers, higher first} */
    public int priority() {
        return priority;
    }

    /** {@return that the transfer names} */
    public Optional<String> strategy() {
        return strategy;
    }

    /** {@return what has come} */
    public Traffic traffic() {
        return traffic;
    }

    /** {@return takes what comes} */
    public Sink sink() {
        return sink;
    }

    /** {@return whether peers may be asked} */
    public boolean running() {
        return !paused && !ended;
    }

    /** {@return whether it has ended} */
    public boolean ended() {
        return ended;
    }

    void paused(boolean now) {
        paused = now;
    }

    void end() {
        ended = true;
    }

    /** {@return all open wants} */
    public Collection<OpenWant> wants() {
        return wants.values();
    }

    /** {@return wants to be asked of peers, in order} */
    public TreeSet<OpenWant> pending() {
        return pending;
    }

    /** {@return an open want} */
    Optional<OpenWant> want(ChunkId chunk) {
        return Optional.ofNullable(wants.get(chunk));
    }

    /** Adds what an acquisition names. @return the new wants */
    List<OpenWant> add(List<WantedChunk> chunks) {
        List<OpenWant> added = new ArrayList<>(chunks.size());
        for (WantedChunk chunk : chunks) {
            Optional<Page> listing = chunk.index().map(this::page);
            if (chunk.manifest() && listing.isPresent()) {
                pages.putIfAbsent(chunk.id(), new Page(chunk.id(), listing));
            }
            OpenWant want = new OpenWant(id, swarm, chunk, listing);
            if (wants.putIfAbsent(chunk.id(), want) == null) {
                added.add(want);
            }
        }
        return added;
    }

    private Page page(ChunkId page) {
        return pages.computeIfAbsent(page, it -> new Page(it, Optional.of(root)));
    }

    /** {@return whether a want is one of the open ones} */
    boolean open(OpenWant want) {
        return !ended && wants.get(want.id()) == want;
    }

    /** A want is satisfied. */
    void satisfied(OpenWant want) {
        wants.remove(want.id());
        pending.remove(want);
    }

    /** {@return bytes that have come and are not taken in} */
    long unaccepted() {
        return unaccepted;
    }

    /** Counts bytes that have come and are not taken in. */
    void unaccepted(long delta) {
        unaccepted += delta;
    }
}
