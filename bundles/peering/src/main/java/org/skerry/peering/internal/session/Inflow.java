// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.skerry.spi.transport.Lane;

/**
 * Backpressure of a session. The link lets in as many messages as the floor above asked for, and a few more, so that the
 * session's own frames get through while the floor above asks for nothing. Frames that were not asked for yet are held;
 * when the few places are taken, the link stops reading. What is let in and what is held is bounded in bytes as well, each
 * message that may come being reckoned as the longest one. Confined to the loop.
 */
final class Inflow {

    /** Messages let in beyond the demand. */
    static final int SLACK = 4;

    private static final int MAX_WINDOW = 4096;

    private record Held(Lane lane, ByteBuffer message) {}

    private final BiConsumer<Lane, ByteBuffer> deliver;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long demand;
    private long heldBytes;
    private boolean draining;

    /** @param deliver hands a frame to the floor above */
    Inflow(BiConsumer<Lane, ByteBuffer> deliver) {
        this.deliver = deliver;
    }

    /** A link begins: nothing is asked for, nothing is held. */
    void reset() {
        demand = 0;
        held.clear();
        heldBytes = 0;
    }

    /** The floor above asks for more. */
    void request(int frames) {
        demand += frames;
        drain();
    }

    /** A frame of the floor above came. */
    void take(Lane lane, ByteBuffer message) {
        held.add(new Held(lane, message));
        heldBytes += message.remaining();
        drain();
    }

    /**
     * How many messages the link should be let in now.
     *
     * @param maxBytes for all that is let in and held; one message is let in though it may be longer
     * @param longest message of the link, in bytes
     */
    int window(int maxBytes, int longest) {
        long byBytes = held.isEmpty() ? Math.max(1, maxBytes / longest) : (maxBytes - heldBytes) / longest;
        return (int) Math.min(byBytes, Math.min(MAX_WINDOW, demand + SLACK) - held.size());
    }

    private void drain() {
        if (draining) {
            return; // the floor above asks for more while it is given some
        }
        draining = true;
        try {
            while (demand > 0 && !held.isEmpty()) {
                demand--;
                Held next = held.remove();
                heldBytes -= next.message().remaining();
                deliver.accept(next.lane(), next.message());
            }
        } finally {
            draining = false;
        }
    }
}
