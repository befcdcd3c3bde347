// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.api.TransferId;
import org.skerry.spi.content.WantedChunk;

/** A chunk that a transfer wants and does not have yet. */
public final class OpenWant {

    /** Pages first, then content order. */
    public static final Comparator<OpenWant> ORDER = Comparator.comparing((OpenWant it) -> !it.chunk.manifest())
            .thenComparingLong(it -> it.chunk.position())
            .thenComparing(it -> it.chunk.id());

    /** Where a want is. */
    public enum State {
        /** Being looked for on this node. */
        LOCAL,
        /** To be asked of a peer. */
        PENDING,
        /** Asked of at least one peer. */
        ASKED,
        /** Here, and being verified or taken in. */
        ARRIVED
    }

    /**
     * A peer that is not to be asked for it again for a while.
     *
     * @param until monotonic nanoseconds
     * @param changed whether it said that its file was changed
     */
    private record Denial(long until, boolean changed) {

        boolean holds(long now) {
            return changed || until - now > 0;
        }
    }

    private final TransferId transfer;
    private final SwarmId swarm;
    private final WantedChunk chunk;
    private final Optional<Page> page;
    private final List<Request> requests = new ArrayList<>(1);
    private final Map<PeerId, Denial> denials = new HashMap<>(0);
    private State state = State.LOCAL;

    /**
     * A new one.
     *
     * @param transfer that wants it
     * @param swarm of the transfer
     * @param chunk what is wanted
     * @param page that lists it, if known
     */
    public OpenWant(TransferId transfer, SwarmId swarm, WantedChunk chunk, Optional<Page> page) {
        this.transfer = transfer;
        this.swarm = swarm;
        this.chunk = chunk;
        this.page = page;
    }

    /** {@return that wants it} */
    public TransferId transfer() {
        return transfer;
    }

    /** {@return of the transfer} */
    public SwarmId swarm() {
        return swarm;
    }

    /** {@return what is wanted} */
    public WantedChunk chunk() {
        return chunk;
    }

    /** {@return its hash} */
    public ChunkId id() {
        return chunk.id();
    }

    /** {@return where it is} */
    public State state() {
        return state;
    }

    /** Moves it. */
    public void state(State next) {
        state = next;
    }

    /** {@return requests for it that are open} */
    public List<Request> requests() {
        return requests;
    }

    /** {@return whether a peer was asked for it and has not answered} */
    public boolean askedOf(PeerId peer) {
        for (Request request : requests) {
            if (request.peer().id().equals(peer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Not to be asked of a peer again for a while.
     *
     * @param peer who
     * @param until monotonic nanoseconds
     * @param changed whether it said that its file was changed
     * @param now monotonic nanoseconds
     */
    public void deny(PeerId peer, long until, boolean changed, long now) {
        denials.values().removeIf(it -> !it.holds(now));
        denials.put(peer, new Denial(until, changed));
    }

    /** Forgets that a peer did not have it: it has something new. One whose file was changed stays denied. */
    public void forgive(PeerId peer) {
        Denial denial = denials.get(peer);
        if (denial != null && !denial.changed()) {
            denials.remove(peer);
        }
    }

    /** The session of a peer has ended. In its next one it may be asked again. */
    public void left(PeerId peer) {
        denials.remove(peer);
    }

    /** {@return peers of which it is known that they are not, or were not, to be asked} */
    int denials() {
        return denials.size();
    }

    /** {@return whether a peer is not to be asked for it now} */
    public boolean denied(PeerId peer, long now) {
        Denial denial = denials.get(peer);
        return denial != null && denial.holds(now);
    }

    /**
     * Whether a peer said that it has it, or may be asked on the chance: for the root, for catalog pages, and for index pages
     * while nothing is known.
     *
     * @param have what the peer said of this swarm
     * @return whether to ask
     */
    public boolean heldBy(PeerHave have) {
        if (page.isEmpty()) {
            return !have.nothing();
        }
        Page listing = page.get();
        return have.said(listing, chunk.slot()) || chunk.manifest() && !have.answered(listing.id());
    }

    /**
     * Takes back what a peer said of it.
     *
     * @param have what the peer said of this swarm
     * @return whether it had said that it has it
     */
    public boolean broken(PeerHave have) {
        return page.isPresent() && have.broken(page.get(), chunk.slot());
    }

    /** {@return the page that lists it} */
    public Optional<Page> page() {
        return page;
    }
}
