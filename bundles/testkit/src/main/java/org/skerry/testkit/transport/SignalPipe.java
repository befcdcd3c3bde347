// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;

/**
 * Carries the bodies of one negotiation between two transports, in order, on a thread of its own, as signaling does. What it
 * carries can be altered on the way. Thread-safe.
 */
public final class SignalPipe implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "signal-pipe");
        made.setDaemon(true);
        return made;
    });
    private final byte[] id = randomBytes(16);
    private final PeerId offerer = PeerId.of(randomBytes(32));
    private final PeerId answerer = PeerId.of(randomBytes(32));
    private final Transport answering;
    private final UnaryOperator<byte[]> toAnswerer;
    private final UnaryOperator<byte[]> toOfferer;
    private final List<byte[]> emitted = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Negotiation> offer = new CompletableFuture<>();
    private final CompletableFuture<Negotiation> answer = new CompletableFuture<>();
    // Confined to the thread.
    private @Nullable Negotiation answered;

    private SignalPipe(Transport answering, UnaryOperator<byte[]> toAnswerer, UnaryOperator<byte[]> toOfferer) {
        this.answering = answering;
        this.toAnswerer = toAnswerer;
        this.toOfferer = toOfferer;
    }

    /**
     * Begins a negotiation.
     *
     * @param offering the side that offers
     * @param answering the side that answers
     * @return the pipe between them
     */
    public static SignalPipe between(Transport offering, Transport answering) {
        return between(offering, answering, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Begins a negotiation over a pipe that alters what it carries.
     *
     * @param offering the side that offers
     * @param answering the side that answers
     * @param toAnswerer applied to each body on its way to the side that answers
     * @param toOfferer applied to each body on its way to the side that offers
     * @return the pipe between them
     */
    public static SignalPipe between(
            Transport offering,
            Transport answering,
            UnaryOperator<byte[]> toAnswerer,
            UnaryOperator<byte[]> toOfferer) {
        SignalPipe pipe = new SignalPipe(answering, toAnswerer, toOfferer);
        pipe.offer.complete(offering.offer(pipe.context(pipe.answerer, pipe::deliverToAnswerer)));
        return pipe;
    }

    /** {@return the negotiation of the side that offers} */
    public Negotiation offerer() {
        return offer.join();
    }

    /** {@return the negotiation of the side that answers, once the offer has come through} */
    public CompletableFuture<Negotiation> answerer() {
        return answer;
    }

    /** {@return the bodies that either side has emitted so far, as they were before any alteration} */
    public List<byte[]> emitted() {
        return List.copyOf(emitted);
    }

    /** Carries no more. The negotiations stay as they are. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void deliverToAnswerer(byte[] body) {
        byte[] altered = toAnswerer.apply(body);
        Negotiation there = answered;
        if (there == null) {
            there = answering.answer(context(offerer, this::deliverToOfferer), altered);
            answered = there;
            answer.complete(there);
        } else {
            there.signal(altered);
        }
    }

    private void deliverToOfferer(byte[] body) {
        offer.join().signal(toOfferer.apply(body));
    }

    private NegotiationContext context(PeerId remote, Consumer<byte[]> deliver) {
        return new NegotiationContext() {
            @Override
            public byte[] id() {
                return id.clone();
            }

            @Override
            public PeerId remote() {
                return remote;
            }

            @Override
            public void emit(byte[] body) {
                emitted.add(body);
                try {
                    thread.execute(() -> deliver.accept(body));
                } catch (RejectedExecutionException closed) {
                    emitted.remove(body);
                }
            }
        };
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
