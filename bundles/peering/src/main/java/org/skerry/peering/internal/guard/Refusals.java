// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.peering.internal.node.Node;

/**
 * Why there is no session with some peers: they refused this node, or this node refused them. For people only. Bounded: the one
 * noted longest ago goes first, and each goes with the memory of the directory. Confined to the loop.
 */
public final class Refusals {

    private static final int MOST = 256;
    private static final int LONGEST_TEXT = 120;

    /**
     * One of them.
     *
     * @param text one line
     * @param at when it was noted last
     */
    public record Refusal(String text, Instant at) {}

    private final Node node;
    private final Map<PeerId, Refusal> refusals = new LinkedHashMap<>();

    /** None yet. */
    public Refusals(Node node) {
        this.node = node;
    }

    /** A peer refused this node. */
    public void byPeer(PeerId peer, String why) {
        note(peer, "refused: " + why);
    }

    /** This node refused a peer. */
    public void here(PeerId peer, String why) {
        note(peer, "refused here: " + why);
    }

    private void note(PeerId peer, String text) {
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        refusals.remove(peer);
        refusals.put(peer, new Refusal(cut, node.loop().now()));
        if (refusals.size() > MOST) {
            refusals.remove(refusals.keySet().iterator().next());
        }
    }

    /** There is a session now. */
    public void clear(PeerId peer) {
        refusals.remove(peer);
    }

    /** The one of a peer. */
    public Optional<Refusal> find(PeerId peer) {
        return Optional.ofNullable(refusals.get(peer));
    }

    /** All that are not too old; a copy. */
    public Map<PeerId, Refusal> all() {
        Instant oldest = node.loop().now().minus(node.limits().directory().remember());
        refusals.values().removeIf(refusal -> refusal.at().isBefore(oldest));
        return Map.copyOf(refusals);
    }
}
