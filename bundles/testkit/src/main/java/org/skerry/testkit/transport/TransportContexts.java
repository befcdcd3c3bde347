// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.transport;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.spi.transport.TransportContext;

/** What a node gives to its transports, without a node. */
public final class TransportContexts {

    private TransportContexts() {}

    /**
     * A context with certificates of its own, made when they are first asked for. Thread-safe.
     *
     * @param label of the node, for logs
     * @return the context
     */
    public static TransportContext ephemeral(String label) {
        ConcurrentMap<TransportCertificate.Kind, TransportCertificate> made = new ConcurrentHashMap<>();
        return new TransportContext() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public TransportCertificate certificate(TransportCertificate.Kind kind) {
                return made.computeIfAbsent(kind, EphemeralCertificate::make);
            }
        };
    }
}
