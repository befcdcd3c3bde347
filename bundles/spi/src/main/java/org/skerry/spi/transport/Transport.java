// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open transport. Every method may be called from any thread, concurrently, and must not block. After {@link #close()}
 * a new negotiation fails at once.
 */
@ConsumerType
public interface Transport extends AutoCloseable {

    /**
     * Begins a negotiation as the side that offers: the first body it emits is the offer.
     *
     * @param context the negotiation's name, the other side, and where to emit signals
     * @return the negotiation
     */
    Negotiation offer(NegotiationContext context);

    /**
     * Begins a negotiation as the side that answers.
     *
     * @param context the negotiation's name, the other side, and where to emit signals
     * @param offer the body of the offer; hostile input
     * @return the negotiation; a bad offer fails its {@link Negotiation#link()}
     */
    Negotiation answer(NegotiationContext context, byte[] offer);

    /** Closes within 100 ms: negotiations fail, links close with {@link CloseReason#LOCAL}. Idempotent. */
    @Override
    void close();
}
