// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.skerry.spi.transport.ChannelBinding;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.LinkStats;

/** An end of a link of a {@link FlawedTransport}. */
final class FlawedLink implements Link {

    private final FlawedTransport transport;
    private final Link correct;
    private final List<CompletableFuture<Void>> data = new CopyOnWriteArrayList<>();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final ThreadLocal<Boolean> delivering = ThreadLocal.withInitial(() -> false);
    private volatile boolean closing;
    private volatile CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

    FlawedLink(FlawedTransport transport, Link correct) {
        this.transport = transport;
        this.correct = correct;
    }

    private boolean has(TransportFlaw flaw) {
        return transport.flaw() == flaw;
    }

    @Override
    public void start(LinkListener in) {
        if (has(TransportFlaw.FORGETS_AN_EARLY_END)
                && correct.send(Lane.CONTROL, ByteBuffer.allocate(1))
                        .toCompletableFuture()
                        .isCompletedExceptionally()) {
            return;
        }
        correct.start(new FlawedDelivery(transport.flaw(), in, delivering));
        if (has(TransportFlaw.IGNORES_REQUESTS) || has(TransportFlaw.READS_WITHOUT_END)) {
            correct.request(Integer.MAX_VALUE);
        }
    }

    @Override
    public void request(int messages) {
        boolean within = delivering.get() && has(TransportFlaw.IGNORES_REQUESTS_FROM_WITHIN);
        if (!within) {
            correct.request(messages);
        }
    }

    @Override
    public CompletionStage<Void> send(Lane lane, ByteBuffer message) {
        if (has(TransportFlaw.BLOCKS_SENDERS)) {
            FlawedTransport.dawdle(60);
        }
        boolean takes = message.remaining() > 0 && message.remaining() <= correct.maxMessageBytes();
        if (!takes && has(TransportFlaw.TAKES_ANY_LENGTH)) {
            return CompletableFuture.completedFuture(null);
        }
        if (has(TransportFlaw.SENDS_ONE_AT_A_TIME)) {
            return sendAlone(lane, message);
        }
        if (has(TransportFlaw.SENDS_WHOLE_ARRAYS)) {
            return correct.send(lane, message.duplicate().clear());
        }
        if (has(TransportFlaw.KEEPS_CONTROL_WAITING)) {
            return sendInOneQueue(lane, message);
        }
        if (has(TransportFlaw.DROPS_THE_LAST_MESSAGE)) {
            return sendWhenAnotherComes(lane, message);
        }
        return forgetful(correct.send(lane, message));
    }

    private CompletionStage<Void> sendAlone(Lane lane, ByteBuffer message) {
        if (!sending.compareAndSet(false, true)) {
            throw new IllegalStateException("another thread is sending");
        }
        FlawedTransport.dawdle(1);
        sending.set(false);
        return correct.send(lane, message);
    }

    private CompletionStage<Void> sendInOneQueue(Lane lane, ByteBuffer message) {
        if (lane == Lane.DATA) {
            CompletableFuture<Void> sent = correct.send(lane, message).toCompletableFuture();
            data.add(sent);
            return sent;
        }
        return CompletableFuture.allOf(data.toArray(CompletableFuture<?>[]::new))
                .thenCompose(all -> correct.send(lane, message));
    }

    private CompletionStage<Void> sendWhenAnotherComes(Lane lane, ByteBuffer message) {
        CompletableFuture<Void> next = new CompletableFuture<>();
        CompletableFuture<Void> before = held;
        held = next;
        before.complete(null);
        return next.thenCompose(another -> correct.send(lane, message));
    }

    /** A stage that stays open when the link ends in the way that the flaw has to do with. */
    private CompletionStage<Void> forgetful(CompletionStage<Void> sent) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        sent.whenComplete((done, failure) -> {
                    boolean forgotten = closing && has(TransportFlaw.CLOSE_LEAVES_SENDS_OPEN)
                            || transport.isClosed() && has(TransportFlaw.STOP_LEAVES_SENDS_OPEN);
                    if (failure == null) {
                        stage.complete(null);
                    } else if (!forgotten) {
                        stage.completeExceptionally(failure);
                    }
                })
                .exceptionally(failed -> null);
        return stage;
    }

    @Override
    public long bufferedBytes() {
        return correct.bufferedBytes() + (has(TransportFlaw.COUNTS_TOO_MUCH_BUFFERED) ? 1 : 0);
    }

    @Override
    public int maxMessageBytes() {
        return has(TransportFlaw.TAKES_SHORT_MESSAGES_ONLY) ? 1000 : correct.maxMessageBytes();
    }

    @Override
    public ChannelBinding channelBinding() {
        return has(TransportFlaw.BINDS_NOTHING)
                ? ChannelBinding.of(new byte[32], new byte[32])
                : correct.channelBinding();
    }

    @Override
    public LinkStats stats() {
        return has(TransportFlaw.COUNTS_NOTHING) ? LinkStats.of(0, 0, "somehow") : correct.stats();
    }

    @Override
    public void close(CloseReason why) {
        closing = true;
        correct.close(why);
    }
}
