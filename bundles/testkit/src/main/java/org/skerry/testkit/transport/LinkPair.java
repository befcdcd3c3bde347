// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import java.util.concurrent.TimeUnit;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Transport;

/**
 * Both ends of one link.
 *
 * @param offering the end of the side that offered
 * @param answering the end of the side that answered
 */
public record LinkPair(Link offering, Link answering) implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    /**
     * Negotiates a link and waits for it.
     *
     * @param offering the side that offers
     * @param answering the side that answers
     * @return both ends, not started
     */
    public static LinkPair between(Transport offering, Transport answering) {
        try (SignalPipe pipe = SignalPipe.between(offering, answering)) {
            return of(pipe);
        }
    }

    /**
     * Waits for the link of a negotiation.
     *
     * @param pipe between the two sides
     * @return both ends, not started
     */
    static LinkPair of(SignalPipe pipe) {
        try {
            Link here = pipe.offerer().link().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Link there = pipe.answerer()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .link()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new LinkPair(here, there);
        } catch (Exception e) {
            throw new AssertionError("Negotiation.link: \"The outcome: the link\"; there is none: " + e, e);
        }
    }

    @Override
    public void close() {
        offering.close(CloseReason.LOCAL);
        answering.close(CloseReason.LOCAL);
    }
}
