// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.skerry.base.bytes.Hex;
import org.skerry.base.loop.Loop;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportProvider;

/** One network of links; every node has a provider of its own on it. */
public final class FakeTransports {

    private final Loop loop;
    private final Map<String, Dialling> offers = new HashMap<>();

    /** Both ends of each link that came about, the offering one first. */
    public final List<FakeLink[]> links = new ArrayList<>();

    /** Offers made so far. */
    public int offered;

    /** No link comes about any more, and nobody says so. */
    public boolean down;

    /** No link comes about any more, and the offering side is told at once. */
    public boolean refuses;

    /** Openings that were closed. */
    public int closed;

    /** What is done to a pair before anyone sees it. */
    public Consumer<FakeLink[]> tamper = pair -> {};

    public FakeTransports(Loop loop) {
        this.loop = loop;
    }

    public TransportProvider provider() {
        return context -> new Open();
    }

    /** Links that are open at one end at least. */
    public long open() {
        return links.stream()
                .filter(pair -> !pair[0].isClosed() || !pair[1].isClosed())
                .count();
    }

    /** The last pair that is open at both ends. */
    public FakeLink[] lastOpen() {
        return links.stream()
                .filter(pair -> !pair[0].isClosed() && !pair[1].isClosed())
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    public FakeLink[] lastPair() {
        return links.get(links.size() - 1);
    }

    private final class Open implements Transport {
        private final List<Dialling> own = new ArrayList<>();
        private boolean closed;

        @Override
        public Negotiation offer(NegotiationContext context) {
            offered++;
            Dialling dialling = new Dialling();
            own.add(dialling);
            if (closed || refuses) {
                dialling.cancel();
                return dialling;
            }
            String name = Hex.encode(context.id());
            offers.put(name, dialling);
            context.emit(context.id());
            return dialling;
        }

        @Override
        public Negotiation answer(NegotiationContext context, byte[] offer) {
            Dialling dialling = new Dialling();
            own.add(dialling);
            Dialling caller = offers.remove(Hex.encode(offer));
            if (closed || caller == null && !down) {
                dialling.cancel();
            } else if (caller != null && !down) {
                FakeLink[] pair = FakeLink.pair(loop);
                tamper.accept(pair);
                links.add(pair);
                caller.ready = pair[0];
                context.emit(new byte[] {1});
                dialling.give(pair[1]);
            }
            return dialling;
        }

        @Override
        public void close() {
            FakeTransports.this.closed++;
            closed = true;
            own.forEach(Dialling::close);
        }
    }

    private static final class Dialling implements Negotiation {
        private final CompletableFuture<Link> link = new CompletableFuture<>();
        private FakeLink ready;
        private FakeLink yielded;

        void give(FakeLink end) {
            yielded = end;
            link.complete(end);
        }

        @Override
        public void signal(byte[] body) {
            if (ready != null && body.length == 1) {
                give(ready);
            } else {
                cancel();
            }
        }

        @Override
        public CompletionStage<Link> link() {
            return link;
        }

        @Override
        public void cancel() {
            link.completeExceptionally(new IllegalStateException("given up"));
        }

        void close() {
            cancel();
            if (yielded != null) {
                yielded.close(CloseReason.LOCAL);
            }
        }
    }
}
