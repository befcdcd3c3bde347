// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.spi.transport.TransportContext;

/** An open transport of a host. Its sets are guarded by it. */
final class SimTransport implements Transport {

    private final SimNetwork network;
    private final SimHost host;
    private final byte[] fingerprint;
    private final Set<SimNegotiation> negotiations = new LinkedHashSet<>();
    private final Set<SimLink> links = new LinkedHashSet<>();
    private boolean closed;

    SimTransport(SimNetwork network, SimHost host, TransportContext context) throws IOException {
        this.network = network;
        this.host = host;
        try {
            this.fingerprint = Sha256.of(context.certificate(TransportCertificate.Kind.ED25519)
                    .certificate()
                    .getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("the certificate of this node cannot be encoded", e);
        }
    }

    SimNetwork network() {
        return network;
    }

    SimHost host() {
        return host;
    }

    byte[] fingerprint() {
        return fingerprint;
    }

    @Override
    public Negotiation offer(NegotiationContext context) {
        SimNegotiation made = begin(context);
        made.offer();
        return made;
    }

    @Override
    public Negotiation answer(NegotiationContext context, byte[] offer) {
        SimNegotiation made = begin(context);
        made.answer(offer);
        return made;
    }

    private SimNegotiation begin(NegotiationContext context) {
        SimNegotiation made = new SimNegotiation(this, context);
        synchronized (this) {
            if (!closed) {
                negotiations.add(made);
                return made;
            }
        }
        made.fail("the transport is closed");
        return made;
    }

    synchronized void ended(SimNegotiation negotiation) {
        negotiations.remove(negotiation);
    }

    /** @return whether it is not too late */
    synchronized boolean opened(SimLink link) {
        return !closed && links.add(link);
    }

    synchronized void ended(SimLink link) {
        links.remove(link);
    }

    @Override
    public void close() {
        ArrayList<SimNegotiation> pending;
        ArrayList<SimLink> open;
        synchronized (this) {
            closed = true;
            pending = new ArrayList<>(negotiations);
            open = new ArrayList<>(links);
        }
        pending.forEach(it -> it.fail("the transport is closed"));
        open.forEach(link -> link.end(CloseReason.LOCAL, "the transport is closed"));
    }
}
