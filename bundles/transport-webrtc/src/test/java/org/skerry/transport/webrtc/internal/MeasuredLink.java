// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.testkit.transport.TransportContexts;

/** A link of the transport. */
final class MeasuredLink implements MeasuredEnd, NegotiationContext, LinkListener {
    private final Consumer<byte[]> emit;
    private final Transport transport;
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private volatile @Nullable Negotiation negotiation;
    private volatile @Nullable Link link;
    private volatile Consumer<Integer> count = length -> {};

    MeasuredLink(boolean offering, Consumer<byte[]> emit) throws IOException {
        this.emit = emit;
        transport = new WebRtcTransportProvider(Native.lease(), Throughput.settings())
                .open(TransportContexts.ephemeral("measured"));
        if (offering) {
            opening(transport.offer(this));
        }
    }

    private void opening(Negotiation made) {
        negotiation = made;
        made.link().thenAccept(it -> {
            link = it;
            it.start(this);
            it.request(Integer.MAX_VALUE);
            open.complete(null);
        });
    }

    @Override
    public CompletableFuture<Void> open() {
        return open;
    }

    @Override
    public void signal(byte[] body) {
        Negotiation at = negotiation;
        if (at == null) {
            opening(transport.answer(this, body));
        } else {
            at.signal(body);
        }
    }

    @Override
    public void onBytes(Consumer<Integer> to) {
        count = to;
    }

    @Override
    public long send(long bytes, int message) throws Exception {
        byte[] content = new byte[message];
        Semaphore window = new Semaphore(Math.max(1, Throughput.WINDOW_BYTES / message));
        AtomicLong longest = new AtomicLong();
        long nextPing = System.nanoTime();
        for (long sent = 0; sent < bytes; sent += message) {
            window.acquire();
            link.send(Lane.DATA, ByteBuffer.wrap(content)).whenComplete((done, failure) -> window.release());
            long now = System.nanoTime();
            if (now > nextPing) {
                nextPing = now + 50_000_000;
                link.send(Lane.CONTROL, ByteBuffer.allocate(20))
                        .whenComplete((done, failure) -> longest.accumulateAndGet(System.nanoTime() - now, Math::max));
            }
        }
        return longest.get();
    }

    @Override
    public void close() {
        link.close(CloseReason.LOCAL);
        transport.close();
    }

    @Override
    public byte[] id() {
        return new byte[16];
    }

    @Override
    public PeerId remote() {
        return PeerId.of(new byte[32]);
    }

    @Override
    public void emit(byte[] body) {
        emit.accept(body);
    }

    @Override
    public void message(Lane lane, ByteBuffer message) {
        if (lane == Lane.DATA) {
            count.accept(message.remaining());
        }
    }

    @Override
    public void retiring(String why) {}

    @Override
    public void closed(CloseReason reason, String detail) {}
}
