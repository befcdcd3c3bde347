// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.LinkListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the listener of a link as it asks for them, and the end when all of them are handed over or dropped. Confined
 * to the loop where not said otherwise.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /**
     * How a link ended.
     *
     * @param reason who or what closed it
     * @param detail one line for people
     */
    record Ending(CloseReason reason, String detail) {}

    private record Received(Lane lane, ByteBuffer message) {}

    private final BiConsumer<Lane, Integer> onTaken;
    private final Runnable onThrown;
    private final AtomicLong credit = new AtomicLong();
    private final AtomicBoolean told = new AtomicBoolean();
    private final ArrayDeque<Received> waiting = new ArrayDeque<>();
    private volatile @Nullable LinkListener listener;
    private volatile @Nullable Ending ending;
    private @Nullable String retirement;
    private boolean ready;
    private boolean delivering;

    /**
     * @param onTaken hears of each message that was handed over, and its length in bytes
     * @param onThrown hears that the listener has thrown
     */
    Delivery(BiConsumer<Lane, Integer> onTaken, Runnable onThrown) {
        this.onTaken = onTaken;
        this.onThrown = onThrown;
    }

    /** Sets the listener; {@link #deliver} then. Any thread. */
    void start(LinkListener in) {
        listener = in;
    }

    /** Allows more messages. Any thread. @return whether none was allowed before */
    boolean request(int messages) {
        return credit.getAndUpdate(now -> Math.min(now + messages, Long.MAX_VALUE / 2)) == 0;
    }

    /** A message came. */
    void add(Lane lane, ByteBuffer message) {
        waiting.addLast(new Received(lane, message));
        deliver();
    }

    /** Drops what waits. */
    void drop() {
        waiting.clear();
        deliver();
    }

    /** The link will not last; told once. */
    void retire(String why) {
        if (retirement == null && ending == null) {
            retirement = why;
            tellRetirement();
        }
    }

    /** Tells a listener that has come late what it has missed. */
    void catchUp() {
        ready = true;
        tellRetirement();
        deliver();
    }

    private void tellRetirement() {
        String why = retirement;
        LinkListener to = listener;
        if (ready && why != null && to != null && ending == null) {
            safely(() -> to.retiring(why));
        }
    }

    /** Nothing more will come; the listener hears so after what waits. */
    void end(Ending how) {
        ending = how;
        deliver();
    }

    /** {@return whether everything has been handed over} */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Hands over what was requested. A listener that asks for more from within is served by the call that runs. */
    void deliver() {
        LinkListener to = listener;
        if (to == null || !ready || delivering) {
            return;
        }
        delivering = true;
        while (!waiting.isEmpty() && credit.get() > 0) {
            credit.decrementAndGet();
            Received next = waiting.removeFirst();
            int bytes = next.message().remaining();
            safely(() -> to.message(next.lane(), next.message()));
            onTaken.accept(next.lane(), bytes);
        }
        delivering = false;
        if (waiting.isEmpty()) {
            tellEnd();
        }
    }

    /** Tells the listener the end, if there is both and it was not told. Any thread, once the loop is no more. */
    void tellEnd() {
        LinkListener to = listener;
        Ending how = ending;
        if (to != null && how != null && told.compareAndSet(false, true)) {
            safely(() -> to.closed(how.reason(), how.detail()));
        }
    }

    private void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The listener of a link threw {}", e.toString(), e);
            onThrown.run();
        }
    }
}
