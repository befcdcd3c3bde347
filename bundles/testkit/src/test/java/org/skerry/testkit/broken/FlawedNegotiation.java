// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.Negotiation;

/** A negotiation of a {@link FlawedTransport}. */
final class FlawedNegotiation implements Negotiation {

    private final FlawedTransport transport;
    private final Negotiation correct;
    private final CompletableFuture<Link> link = new CompletableFuture<>();

    FlawedNegotiation(FlawedTransport transport, Negotiation correct, boolean waitsForEver) {
        this.transport = transport;
        this.correct = correct;
        if (transport.isSpent()) {
            link.completeExceptionally(new IOException("too many links"));
        } else if (!waitsForEver) {
            correct.link()
                    .whenComplete((made, failure) -> {
                        if (failure == null) {
                            link.complete(new FlawedLink(transport, made));
                        } else {
                            link.completeExceptionally(failure);
                        }
                    })
                    .exceptionally(failed -> null);
        }
    }

    private boolean has(TransportFlaw flaw) {
        return transport.flaw() == flaw;
    }

    @Override
    public void signal(byte[] body) {
        boolean bad = !new String(body, StandardCharsets.ISO_8859_1).startsWith("sim ");
        if (bad && has(TransportFlaw.WAITS_AFTER_A_BAD_ANSWER)) {
            return;
        }
        if (bad && has(TransportFlaw.LISTENS_TO_OLD_SIGNALS)) {
            closeLink();
        }
        correct.signal(transport.trusted(body));
    }

    private void closeLink() {
        link.thenAccept(made -> made.close(CloseReason.PROTOCOL)).exceptionally(none -> null);
    }

    @Override
    public CompletionStage<Link> link() {
        return link;
    }

    @Override
    public void cancel() {
        if (has(TransportFlaw.CANCELS_WHAT_IS_YIELDED)) {
            closeLink();
        }
        if (!has(TransportFlaw.IGNORES_CANCEL)) {
            correct.cancel();
        }
    }
}
