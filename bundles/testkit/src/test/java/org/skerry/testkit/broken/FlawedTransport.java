// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;

/** A correct transport with one flaw around it. Thread-safe. */
final class FlawedTransport implements Transport {

    private static final Set<String> EMITTED = ConcurrentHashMap.newKeySet();
    private static final CountDownLatch[] THREADS_LEFT = {new CountDownLatch(1)};

    private final Transport correct;
    private final TransportFlaw flaw;
    private final AtomicInteger negotiations = new AtomicInteger();
    private volatile boolean closed;

    FlawedTransport(Transport correct, TransportFlaw flaw) {
        this.correct = correct;
        this.flaw = flaw;
    }

    /** Frees what flaws left behind. */
    static void cleanUp() {
        EMITTED.clear();
        THREADS_LEFT[0].countDown();
        THREADS_LEFT[0] = new CountDownLatch(1);
        System.getProperties().remove(FlawedTransport.class.getName());
    }

    static void dawdle(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    TransportFlaw flaw() {
        return flaw;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Negotiation offer(NegotiationContext context) {
        return new FlawedNegotiation(this, correct.offer(noting(context)), false);
    }

    @Override
    public Negotiation answer(NegotiationContext context, byte[] offer) {
        String text = text(offer);
        boolean waits = !text.startsWith("sim ") && flaw == TransportFlaw.WAITS_AFTER_A_BAD_OFFER
                || text.startsWith("sim ") && text.length() < 65 && flaw == TransportFlaw.WAITS_AFTER_A_CUT_OFFER;
        return new FlawedNegotiation(this, correct.answer(noting(context), trusted(offer)), waits);
    }

    /** {@return whether one more negotiation is too many} */
    boolean isSpent() {
        int made = negotiations.incrementAndGet();
        return made > 60 && flaw == TransportFlaw.MAKES_SIXTY_LINKS_AT_ONCE
                || made > 10 && flaw == TransportFlaw.MAKES_TEN_LINKS_ONLY;
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** What a transport takes that does not compare certificates: the body as it was before anyone altered its end. */
    byte[] trusted(byte[] body) {
        if (flaw != TransportFlaw.TRUSTS_ANY_CERTIFICATE || body.length == 0) {
            return body;
        }
        String start = text(body).substring(0, body.length - 1);
        return EMITTED.stream()
                .filter(emitted -> emitted.startsWith(start))
                .findAny()
                .map(emitted -> emitted.getBytes(StandardCharsets.ISO_8859_1))
                .orElse(body);
    }

    private static NegotiationContext noting(NegotiationContext context) {
        return new NegotiationContext() {
            @Override
            public byte[] id() {
                return context.id();
            }

            @Override
            public PeerId remote() {
                return context.remote();
            }

            @Override
            public void emit(byte[] body) {
                EMITTED.add(text(body));
                context.emit(body);
            }
        };
    }

    @Override
    public void close() {
        if (flaw == TransportFlaw.STAYS_OPEN) {
            return;
        }
        if (flaw == TransportFlaw.CLOSES_SLOWLY && !closed) {
            dawdle(600);
        }
        closed = true;
        correct.close();
        if (flaw == TransportFlaw.LEAVES_A_THREAD) {
            CountDownLatch end = THREADS_LEFT[0];
            Thread thread = new Thread(() -> awaitQuietly(end), "left-behind");
            thread.setDaemon(true);
            thread.start();
        }
        if (flaw == TransportFlaw.LEAVES_ITS_CLASSES) {
            System.getProperties().put(FlawedTransport.class.getName(), this);
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
