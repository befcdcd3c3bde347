// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.util.concurrent.CompletableFuture;
import org.skerry.api.Id256;
import org.skerry.spi.signaling.Acceptance;

/**
 * A frame that waits to be sent.
 *
 * @param kind announcement or directed frame
 * @param to topic or inbox
 * @param payload beacon or frame
 * @param done completes when it was sent or refused
 */
record Outgoing(Datagram.Kind kind, Id256 to, byte[] payload, CompletableFuture<Acceptance> done) {

    Outgoing(Datagram.Kind kind, Id256 to, byte[] payload) {
        this(kind, to, payload, new CompletableFuture<>());
    }

    void refuse(String why) {
        done.complete(Acceptance.refused(why));
    }
}
