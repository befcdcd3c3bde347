// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;

/**
 * A link in the making. A body names the offer on the network and the sender's certificate: {@code sim NAME FINGERPRINT}. The side
 * that offers dials when it has the answer.
 */
final class SimNegotiation implements Negotiation {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern BODY = Pattern.compile("sim ([0-9a-f]{1,16}) ([0-9a-f]{64})");

    private record Body(String name, String fingerprint) {}

    private final SimTransport transport;
    private final NegotiationContext context;
    private final CompletableFuture<Link> link = new CompletableFuture<>();
    /** The side that answers, for the one that offers. */
    private volatile @Nullable SimNegotiation other;

    private volatile String name = "";

    SimNegotiation(SimTransport transport, NegotiationContext context) {
        this.transport = transport;
        this.context = context;
    }

    void offer() {
        if (!link.isDone()) {
            name = transport.network().offer(this);
            emit();
            giveUpLater();
        }
    }

    void answer(byte[] offer) {
        if (link.isDone()) {
            return;
        }
        Optional<Body> body = read(offer);
        SimNegotiation from =
                body.map(it -> transport.network().offered(it.name())).orElse(null);
        if (body.isEmpty() || from == null) {
            fail("this is no offer, or one that was taken back");
        } else if (!body.get().fingerprint().equals(from.fingerprint())) {
            fail("the other side has another certificate than its offer says");
        } else if (from.other != null) {
            fail("the offer was answered before");
        } else {
            name = body.get().name();
            from.other = this;
            emit();
            giveUpLater();
        }
    }

    private void emit() {
        context.emit(("sim " + name + " " + fingerprint()).getBytes(StandardCharsets.US_ASCII));
    }

    private void giveUpLater() {
        transport.host().network().schedule(PATIENCE, () -> fail("no way to the other side was found in 10 s"));
    }

    private String fingerprint() {
        return Hex.encode(transport.fingerprint());
    }

    private static Optional<Body> read(byte[] body) {
        Matcher parts = BODY.matcher(new String(body, StandardCharsets.ISO_8859_1));
        return parts.matches() ? Optional.of(new Body(parts.group(1), parts.group(2))) : Optional.empty();
    }

    @Override
    public void signal(byte[] answer) {
        Optional<Body> body = read(answer);
        SimNegotiation answering = other;
        if (body.isEmpty() || answering == null || !body.get().name().equals(name)) {
            fail("this is no answer to the offer");
        } else if (!body.get().fingerprint().equals(answering.fingerprint())) {
            fail("the other side has another certificate than its answer says");
        } else {
            transport.host().network().execute(() -> dial(answering));
        }
    }

    private void dial(SimNegotiation answering) {
        SimNetwork network = transport.network();
        SimHost here = transport.host();
        SimHost there = answering.transport.host();
        if (link.isDone() || answering.link.isDone() || !there.alive() || !network.dials(here, there)) {
            return; // as a network does that says nothing
        }
        long out = network.surely(here, there);
        long back = network.surely(there, here);
        there.network().schedule(Duration.ofNanos(out), () -> {
            if (answering.link.isDone() || link.isDone()) {
                return;
            }
            SimLink[] ends = SimLink.pair(transport, answering.transport);
            answering.give(ends[1]);
            here.network().schedule(Duration.ofNanos(back), () -> give(ends[0]));
        });
    }

    private void give(SimLink end) {
        transport.ended(this);
        transport.network().withdraw(name);
        if (!transport.opened(end) || !link.complete(end)) {
            end.cut();
        }
    }

    void fail(String why) {
        transport.ended(this);
        transport.network().withdraw(name);
        link.completeExceptionally(new IOException(why));
    }

    @Override
    public CompletionStage<Link> link() {
        return link;
    }

    @Override
    public void cancel() {
        fail("given up");
    }
}
