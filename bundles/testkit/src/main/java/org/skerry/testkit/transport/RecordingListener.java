// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.LinkListener;

/**
 * Counts what a link delivers, and notes when the link breaks its contract: two calls at a time, or a call after the end.
 * Thread-safe.
 */
public final class RecordingListener implements LinkListener {

    private final BiConsumer<Lane, ByteBuffer> onMessage;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean inside = new AtomicBoolean();
    private final List<CloseReason> ends = new CopyOnWriteArrayList<>();
    private final List<String> retirements = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();

    private RecordingListener(BiConsumer<Lane, ByteBuffer> onMessage) {
        this.onMessage = onMessage;
    }

    /** {@return a listener that only counts} */
    public static RecordingListener counting() {
        return new RecordingListener((lane, message) -> {});
    }

    /**
     * A listener that counts, then passes each message on.
     *
     * @param onMessage gets each message, on the thread of the transport
     * @return the listener
     */
    public static RecordingListener passingTo(BiConsumer<Lane, ByteBuffer> onMessage) {
        return new RecordingListener(onMessage);
    }

    /** {@return messages so far} */
    public int messages() {
        return messages.get();
    }

    /** {@return bytes of messages so far} */
    public long bytes() {
        return bytes.get();
    }

    /** {@return the reasons with which it was told that the link closed, of which there should be one} */
    public List<CloseReason> ends() {
        return List.copyOf(ends);
    }

    /** {@return what it was told of why the link would not last, of which there should be one at most} */
    public List<String> retirements() {
        return List.copyOf(retirements);
    }

    /** {@return what the link did that {@link LinkListener} rules out; empty if all is well} */
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    @Override
    public void message(Lane lane, ByteBuffer message) {
        enter("message");
        bytes.addAndGet(message.remaining());
        onMessage.accept(lane, message);
        messages.incrementAndGet();
        inside.set(false);
    }

    @Override
    public void retiring(String why) {
        enter("retiring");
        if (!retirements.isEmpty()) {
            breaches.add("LinkListener.retiring: \"Called at most once\"; called again: " + why);
        }
        retirements.add(why);
        inside.set(false);
    }

    @Override
    public void closed(CloseReason reason, String detail) {
        enter("closed");
        if (detail.isBlank() || detail.contains("\n")) {
            breaches.add("LinkListener.closed: the detail is \"one line for people\", not \"" + detail + "\"");
        }
        ends.add(reason);
        inside.set(false);
    }

    private void enter(String call) {
        if (!inside.compareAndSet(false, true)) {
            breaches.add("LinkListener: \"one call at a time\"; there were two during " + call);
        }
        if (!ends.isEmpty()) {
            breaches.add("LinkListener.closed: \"nothing follows. Called exactly once\"; followed by " + call);
        }
    }
}
