// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportContext;
import org.skerry.spi.transport.TransportProvider;

/** Two open transports of the provider under test, made for each test and closed after it. */
abstract class TransportFixture {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration STANDSTILL = Duration.ofMillis(500);

    /** The side that offers. */
    Transport offering;

    /** What the side that offers was opened with. */
    TransportContext offeringContext;

    /** The side that answers. */
    Transport answering;

    private final List<LinkPair> pairs = new ArrayList<>();
    private final List<TransportProvider> providers = new ArrayList<>();

    /**
     * Makes a provider, configured so that two of them on this machine can link, at least 64 times at once. Called for each
     * side of each test.
     *
     * @return the provider under test
     * @throws Exception if it cannot be made; the test fails
     */
    protected abstract TransportProvider newProvider() throws Exception;

    /**
     * Gives back what a provider holds beyond its transports, as its deactivation does; nothing by default.
     *
     * @param provider made by {@link #newProvider}; its transports are closed
     */
    protected void stop(TransportProvider provider) throws Exception {}

    /**
     * Changes the certificate's fingerprint in a body that the transport under test emitted, and nothing else.
     *
     * @param body an offer or an answer
     * @return the same with the fingerprint of no certificate in use
     */
    protected abstract byte[] withOtherFingerprint(byte[] body);

    /** {@return the longest time that anything takes which must happen, such as the failure of a hopeless negotiation} */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @BeforeEach
    void openBoth() throws Exception {
        offeringContext = TransportContexts.ephemeral("offering");
        offering = open(offeringContext);
        answering = open(TransportContexts.ephemeral("answering"));
    }

    private Transport open(TransportContext context) throws Exception {
        TransportProvider provider = newProvider();
        providers.add(provider);
        return provider.open(context);
    }

    @AfterEach
    void closeBoth() throws Exception {
        pairs.forEach(LinkPair::close);
        offering.close();
        answering.close();
        for (TransportProvider provider : providers) {
            stop(provider);
        }
        providers.clear();
    }

    /** {@return a fresh link, closed after the test} */
    LinkPair link() {
        LinkPair pair = LinkPair.between(offering, answering);
        pairs.add(pair);
        return pair;
    }

    /** {@return how long what must happen at once may take: 5 s, so that a busy machine does not matter} */
    final Duration soon() {
        return patience().compareTo(SOON) < 0 ? patience() : SOON;
    }

    /** {@return a condition to wait for, within {@link #patience}} */
    final ConditionFactory await(String sentence) {
        return Awaitility.await(sentence)
                .atMost(patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    /** Waits until a value has not changed for half a second. */
    static void awaitStandstill(LongSupplier value) {
        AtomicLong last = new AtomicLong(value.getAsLong());
        AtomicLong since = new AtomicLong(System.nanoTime());
        Awaitility.await("Link.request: \"When nothing is allowed the link stops reading\"")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    long now = value.getAsLong();
                    if (last.getAndSet(now) != now) {
                        since.set(System.nanoTime());
                    }
                    return System.nanoTime() - since.get() > STANDSTILL.toNanos();
                });
    }

    /** Starts a link and requests all that may come. */
    static RecordingListener startAll(Link link, RecordingListener listener) {
        link.start(listener);
        link.request(Integer.MAX_VALUE);
        return listener;
    }

    /** Sends the same content many times. */
    static List<CompletableFuture<Void>> sendMany(Link from, Lane lane, int count, int bytes) {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        byte[] content = new byte[bytes];
        for (int i = 0; i < count; i++) {
            stages.add(from.send(lane, ByteBuffer.wrap(content)).toCompletableFuture());
        }
        return stages;
    }

    /** {@return how many of the stages are complete in whatever way} */
    static long completed(List<CompletableFuture<Void>> stages) {
        return stages.stream().filter(CompletableFuture::isDone).count();
    }

    /** {@return why the stage failed, or a message that says that it did not} */
    static String failureOf(CompletionStage<?> stage, Duration within) {
        try {
            stage.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return "it succeeded";
        } catch (ExecutionException e) {
            return "";
        } catch (TimeoutException e) {
            return "it is still open after " + within;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** A context whose signals reach no one. */
    static NegotiationContext unheard() {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        return new NegotiationContext() {
            @Override
            public byte[] id() {
                return id.clone();
            }

            @Override
            public PeerId remote() {
                return PeerId.of(new byte[32]);
            }

            @Override
            public void emit(byte[] body) {}
        };
    }
}
