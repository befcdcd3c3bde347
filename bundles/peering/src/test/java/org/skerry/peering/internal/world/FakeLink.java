// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;
import org.skerry.base.loop.Loop;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.LinkStats;

/** One end of a link in memory. Honours requests; can be cut, silenced, or given another certificate. */
public final class FakeLink implements Link {

    private record Message(Lane lane, ByteBuffer bytes) {}

    private final Loop loop;
    private final ArrayDeque<Message> inbox = new ArrayDeque<>();

    /** Every message that this end sent. */
    public final List<ByteBuffer> sent = new ArrayList<>();

    public byte[] localBinding;
    public byte[] remoteBinding;

    /** Swallows all that it is given, as a network does that is gone. */
    public boolean silent;

    /** Throws at whatever it is asked, as a transport does whose classes are gone. */
    public boolean broken;

    /** Returns nothing when it is to send, as a transport does that was not written with care. */
    public boolean careless;

    /** How long what this end sends takes to arrive; not to be shortened. */
    public Duration delay = Duration.ZERO;

    /** How much longer than that what this end sends on the control lane takes; the lanes are not in order with each other then. */
    public Duration controlDelay = Duration.ZERO;

    /** How long each message of this end keeps the network to itself: what follows is buffered meanwhile. */
    public Duration perMessage = Duration.ZERO;

    private long freeAt;
    private long buffered;

    /** How many messages of this end are still under way at once; what follows waits for {@link #release}. */
    public int passes = Integer.MAX_VALUE;

    private final List<Runnable> heldBack = new ArrayList<>();

    /** Longest message, in bytes. */
    public int longest = 64 << 10;

    private FakeLink other;
    private LinkListener in;
    private long allowed;
    private boolean closed;

    private FakeLink(Loop loop) {
        this.loop = loop;
    }

    /** Two ends. */
    public static FakeLink[] pair(Loop loop) {
        FakeLink a = new FakeLink(loop);
        FakeLink b = new FakeLink(loop);
        a.other = b;
        b.other = a;
        a.localBinding = Sha256.of(Bytes.utf8("a" + System.identityHashCode(a)));
        b.localBinding = Sha256.of(Bytes.utf8("b" + System.identityHashCode(b)));
        a.remoteBinding = b.localBinding;
        b.remoteBinding = a.localBinding;
        return new FakeLink[] {a, b};
    }

    public FakeLink other() {
        return other;
    }

    public boolean isClosed() {
        return closed;
    }

    /** How many messages the receiver still allows. */
    public long allowed() {
        return allowed;
    }

    /** What this end stands on will not last. */
    public void retire() {
        in.retiring("told so");
    }

    /** The network fails: both ends hear of it. */
    public void cut() {
        end(CloseReason.FAILED, "cut");
        other.end(CloseReason.FAILED, "cut");
    }

    @Override
    public void start(LinkListener listener) {
        in = listener;
        pump();
    }

    @Override
    public void request(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("at least 1");
        }
        allowed += messages;
        pump();
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("closed"));
        }
        if (careless) {
            return null;
        }
        sent.add(message.duplicate());
        if (!perMessage.isZero()) {
            return queue(lane, ByteBuffer.wrap(Bytes.copyOf(message)));
        }
        if (!silent) {
            ByteBuffer copy = ByteBuffer.wrap(Bytes.copyOf(message));
            Runnable arrival = () -> other.arrive(new Message(lane, copy));
            if (lane == Lane.CONTROL && !controlDelay.isZero()) {
                loop.schedule(controlDelay, () -> later(arrival));
            } else {
                later(arrival);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> queue(Lane lane, ByteBuffer copy) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        long now = loop.nanoTime();
        freeAt = Math.max(now, freeAt) + perMessage.toNanos();
        buffered += copy.remaining();
        loop.schedule(Duration.ofNanos(freeAt - now), () -> {
            buffered -= copy.remaining();
            if (closed) {
                left.completeExceptionally(new IllegalStateException("closed"));
            } else {
                left.complete(null);
                other.arrive(new Message(lane, copy));
            }
        });
        return left;
    }

    /** What was held back goes on. */
    public void release() {
        passes = Integer.MAX_VALUE;
        heldBack.forEach(this::later);
        heldBack.clear();
    }

    private void later(Runnable task) {
        if (passes-- <= 0) {
            heldBack.add(task);
        } else if (delay.isZero()) {
            loop.execute(task);
        } else {
            loop.schedule(delay, task);
        }
    }

    private void arrive(Message message) {
        inbox.add(message);
        pump();
    }

    private void pump() {
        while (in != null && !closed && allowed > 0 && !inbox.isEmpty()) {
            allowed--;
            Message next = inbox.remove();
            in.message(next.lane(), next.bytes());
        }
    }

    @Override
    public long bufferedBytes() {
        return buffered;
    }

    @Override
    public int maxMessageBytes() {
        return longest;
    }

    @Override
    public ChannelBinding channelBinding() {
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return ChannelBinding.of(localBinding, remoteBinding);
    }

    @Override
    public LinkStats stats() {
        return LinkStats.of(0, 0, "memory");
    }

    @Override
    public void close(CloseReason why) {
        if (!closed) {
            end(CloseReason.LOCAL, "closed here");
            if (!silent) {
                later(() -> other.end(
                        why == CloseReason.PROTOCOL ? CloseReason.PROTOCOL : CloseReason.REMOTE, "closed there"));
            }
        }
    }

    private void end(CloseReason reason, String detail) {
        if (!closed) {
            closed = true;
            if (in != null) {
                LinkListener listener = in;
                loop.execute(() -> listener.closed(reason, detail));
            }
        }
    }
}
