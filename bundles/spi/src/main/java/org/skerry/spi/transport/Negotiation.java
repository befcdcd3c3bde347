// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** A link in the making. Every method may be called from any thread and must not block. */
@ConsumerType
public interface Negotiation {

    /**
     * A body came from the other side: the answer, or what follows it.
     *
     * @param body as the other side emitted it; hostile input. A bad one fails the negotiation
     */
    void signal(byte[] body);

    /**
     * The outcome: the link, on which nothing has been sent, or an exception whose message is one line for people.
     *
     * @return completes once, on a thread of the transport
     */
    CompletionStage<Link> link();

    /** Gives up: frees everything, fails {@link #link()}; a link that was yielded already stays. Idempotent. */
    void cancel();
}
