// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.LinkStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over one TLS connection. Callers only queue and count; everything else happens on the reactor. What came without
 * having been asked for is kept up to {@link #READ_AHEAD_BYTES}, so that the end of the link is seen without credit, too.
 */
final class DirectLink implements Link, TlsChannel.Upper, MessageReader.Sink {

    /** Bytes of messages that are read before they are requested; the last one may go beyond. */
    static final int READ_AHEAD_BYTES = 64 * 1024;

    /** How long a link that closes may take to deliver what was sent before. */
    static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(DirectLink.class);

    /** What a link is made of. */
    record Parts(Reactor reactor, TlsChannel channel, ChannelBinding binding, String route, int maxMessageBytes) {}

    private record Received(Lane lane, ByteBuffer message) {}

    private record Ending(CloseReason reason, String detail) {}

    private final Parts parts;
    private final SendQueue queue;
    private final MessageReader reader;
    private final Consumer<DirectLink> onEnd;
    private final AtomicBoolean pumpPosted = new AtomicBoolean();
    private final AtomicBoolean closeCalled = new AtomicBoolean();
    private final AtomicBoolean startCalled = new AtomicBoolean();
    private final AtomicLong credit = new AtomicLong();
    private volatile @Nullable CloseReason asked;
    // Confined to the reactor.
    private final ArrayDeque<Received> undelivered = new ArrayDeque<>();
    private int undeliveredBytes;
    private boolean delivering;
    private @Nullable LinkListener listener;
    private @Nullable Ending closing;
    private @Nullable Ending ended;
    private @Nullable String retiring;
    private boolean told;
    private @Nullable ReactorTimer deadline;

    DirectLink(Parts parts, Consumer<DirectLink> onEnd) {
        this.parts = parts;
        this.queue = parts.channel().queue();
        this.reader = new MessageReader(parts.maxMessageBytes(), this);
        this.onEnd = onEnd;
    }

    @Override
    public void start(LinkListener in) {
        if (!startCalled.compareAndSet(false, true)) {
            throw new IllegalStateException("the link has been started already");
        }
        parts.reactor().execute(() -> {
            listener = in;
            if (retiring != null) {
                retire(retiring);
            }
            resume();
        });
    }

    @Override
    public void request(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a request for " + messages + " messages");
        }
        long before = credit.getAndUpdate(now -> Math.min(now + messages, Long.MAX_VALUE / 2));
        if (before == 0) {
            parts.reactor().execute(this::resume);
        }
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        int length = message.remaining();
        if (length < 1 || length > parts.maxMessageBytes()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a message of " + length + " bytes; the link takes 1 to " + parts.maxMessageBytes()));
        }
        CompletionStage<Void> sent = queue.add(lane, message);
        if (pumpPosted.compareAndSet(false, true)) {
            parts.reactor().execute(() -> {
                pumpPosted.set(false);
                parts.channel().pump();
            });
        }
        return sent;
    }

    @Override
    public long bufferedBytes() {
        return queue.buffered();
    }

    @Override
    public int maxMessageBytes() {
        return parts.maxMessageBytes();
    }

    @Override
    public ChannelBinding channelBinding() {
        return parts.binding();
    }

    @Override
    public LinkStats stats() {
        return LinkStats.of(parts.channel().bytesIn(), parts.channel().bytesOut(), parts.route());
    }

    @Override
    public void close(CloseReason why) {
        if (closeCalled.compareAndSet(false, true)) {
            asked = why; // the last word may be on its way, and answered, before the reactor comes to what is posted
            // here
            queue.close(new IOException("the link has been closed"), MessageReader.lastWord(why));
            parts.reactor().execute(() -> beginClose(why));
        }
    }

    /** Tells that it works, but will not last; a listener that is not there yet hears it when it comes. On the reactor. */
    void retire(String why) {
        retiring = why;
        LinkListener to = listener;
        if (to != null && closing == null && ended == null) {
            safely(() -> to.retiring(why));
        }
    }

    /** Ends it without waiting for what is queued. On the reactor. */
    void closeNow(String detail) {
        queue.close(new IOException("the link has closed: " + detail), MessageReader.lastWord(CloseReason.LOCAL));
        closing = closing == null ? new Ending(CloseReason.LOCAL, detail) : closing;
        parts.channel().flushAndEnd(CloseReason.LOCAL, detail);
    }

    private void beginClose(CloseReason why) {
        if (ended != null || closing != null) {
            return;
        }
        closing = new Ending(why, "closed by this side");
        undelivered.clear();
        deadline =
                parts.reactor().schedule(FAREWELL, () -> parts.channel().end(CloseReason.LOCAL, "closed by this side"));
        parts.channel().pump();
    }

    private void resume() {
        deliver();
        parts.channel().pump();
    }

    /** Hands over what was requested. A listener that asks for more from within is served by the loop that runs. */
    private void deliver() {
        LinkListener to = listener;
        if (to == null || delivering) {
            return;
        }
        delivering = true;
        while (closing == null && !undelivered.isEmpty() && credit.get() > 0) {
            credit.decrementAndGet();
            Received next = undelivered.pollFirst();
            undeliveredBytes -= next.message().remaining();
            safely(() -> to.message(next.lane(), next.message()));
        }
        delivering = false;
        Ending end = ended;
        if (end != null && !told && (undelivered.isEmpty() || closing != null)) {
            tellEnd(to, end);
        }
    }

    private void tellEnd(LinkListener to, Ending end) {
        told = true;
        undelivered.clear();
        if (deadline != null) {
            deadline.cancel();
        }
        safely(() -> to.closed(end.reason(), end.detail()));
    }

    private void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("The listener of a link threw {}", e.toString(), e);
            close(CloseReason.LOCAL);
        }
    }

    @Override
    public void message(Lane lane, ByteBuffer message) {
        if (closing == null) {
            undelivered.addLast(new Received(lane, message));
            undeliveredBytes += message.remaining();
            deliver();
        }
    }

    @Override
    public void lastWord(int reason) {
        String detail = reason == 0 ? "closed by the other side" : "closed by the other side for reason " + reason;
        parts.channel().endPolitely(CloseReason.REMOTE, detail);
    }

    @Override
    public void established(byte[] remoteFingerprint) {
        throw new IllegalStateException("a link begins after the handshake");
    }

    @Override
    public boolean wantsInput() {
        return closing != null || (listener != null && credit.get() > 0) || undeliveredBytes < READ_AHEAD_BYTES;
    }

    @Override
    public void input(ByteBuffer plain) throws IOException {
        reader.accept(plain);
    }

    /** Everything is with the operating system; the other side closes next, or the deadline does. */
    @Override
    public void flushed() {
        LOG.trace("Flushed {}", parts.route());
    }

    @Override
    public void ended(CloseReason reason, String detail) {
        CloseReason why = asked;
        Ending own = closing == null && why != null ? new Ending(why, "closed by this side") : closing;
        ended = own != null ? own : new Ending(reason, detail);
        closeCalled.set(true);
        if (reason != CloseReason.REMOTE) {
            undelivered.clear();
        }
        onEnd.accept(this);
        if (deadline != null) {
            deadline.cancel();
        }
        if (undelivered.isEmpty()) {
            deliver();
        } else {
            // The rest was sent before the end: it may still be asked for, but not for ever.
            deadline = parts.reactor().schedule(FAREWELL, this::dropRest);
            deliver();
        }
    }

    private void dropRest() {
        undelivered.clear();
        deliver();
    }
}
