// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skerry.api.ChunkId;
import org.skerry.exchange.internal.wire.HaveBits;

/** What a peer said that it has of one swarm. */
public final class PeerHave {

    private final Map<ChunkId, BitSet> slots = new HashMap<>();
    private final Set<ChunkId> whole = new HashSet<>();
    private final Set<ChunkId> asked = new HashSet<>();
    private boolean something;

    /**
     * Notes that a page was asked for.
     *
     * @param page which
     * @return false if it was before
     */
    public boolean ask(ChunkId page) {
        return asked.add(page);
    }

    /** {@return whether a page was asked for} */
    public boolean asked(ChunkId page) {
        return asked.contains(page);
    }

    /** {@return whether the peer has answered for a page} */
    public boolean answered(ChunkId page) {
        return whole.contains(page) || slots.containsKey(page);
    }

    /** {@return whether the peer has answered, and has nothing} */
    public boolean nothing() {
        return !something && !slots.isEmpty();
    }

    /**
     * Takes in what the peer said.
     *
     * @param page a page that was asked for
     * @param bits what it has of it
     */
    public void told(ChunkId page, HaveBits bits) {
        something |= bits.form() != HaveBits.Form.NONE;
        switch (bits.form()) {
            case ALL -> whole.add(page);
            case NONE -> {
                whole.remove(page);
                slots.put(page, new BitSet());
            }
            default -> slots.computeIfAbsent(page, it -> new BitSet()).or(bits.slots());
        }
    }

    /**
     * Takes back one entry that it turned out not to have.
     *
     * @param page the page
     * @param slot the entry
     * @return whether the peer had said that it has this one
     */
    public boolean broken(Page page, int slot) {
        boolean said = said(page, slot);
        BitSet known = slots.get(page.id());
        if (known != null) {
            known.clear(slot);
        }
        return said;
    }

    /** {@return whether the peer has all of a page, because of what it said of it or of one above} */
    public boolean whole(Page page) {
        for (Optional<Page> at = Optional.of(page);
                at.isPresent();
                at = at.get().above()) {
            if (whole.contains(at.get().id())) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the peer said that it has an entry of a page} */
    public boolean said(Page page, int slot) {
        BitSet known = slots.get(page.id());
        return known != null && known.get(slot) || whole(page);
    }
}
