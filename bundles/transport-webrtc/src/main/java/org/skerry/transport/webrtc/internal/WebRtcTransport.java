// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.spi.transport.TransportContext;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.WebRtcHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebRTC transport without OSGi: one loop, on which everything happens. */
final class WebRtcTransport implements Transport {

    /** Why what is open ends when it closes. */
    static final String CLOSED = "the transport has closed";

    /** Why links do not last, and none is made. */
    static final String DRAINING = "the transport is about to be replaced";

    private static final long PATIENCE_MILLIS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(WebRtcTransport.class);

    private final Room room;
    private final ThreadLoop loop;
    private final Consumer<WebRtcTransport> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WebRtcTransport(Room room, ThreadLoop loop, Consumer<WebRtcTransport> onClose) {
        this.room = room;
        this.loop = loop;
        this.onClose = onClose;
    }

    /**
     * Opens it; it neither listens nor sends until there is a negotiation.
     *
     * @param onClose hears once when it closes
     * @throws IOException if the certificate of the node cannot be used
     */
    static WebRtcTransport open(
            WebRtcSettings settings, WebRtcHost host, TransportContext context, Consumer<WebRtcTransport> onClose)
            throws IOException {
        String label = context.label();
        Room.Identity identity = identity(settings, context);
        ThreadLoop loop = new ThreadLoop(
                "skerry-webrtc-" + label,
                thrown -> LOG.warn("{}: the WebRTC transport threw {}", label, thrown, thrown));
        WebRtcTransport transport = new WebRtcTransport(new Room(loop, host, settings, identity), loop, onClose);
        if (settings.warmUp()) {
            warmUp(host, identity.connections());
        }
        LOG.info("{}: the WebRTC transport is open", label);
        return transport;
    }

    private static Room.Identity identity(WebRtcSettings settings, TransportContext context) throws IOException {
        TransportCertificate own = context.certificate(TransportCertificate.Kind.P256);
        X509Certificate certificate = own.certificate();
        try {
            WebRtcSettings.Ice ice = settings.ice();
            RtcSettings connections = RtcSettings.with(
                            Pem.of(certificate),
                            Pem.of(own.key()),
                            certificate.getNotAfter().toInstant())
                    .servers(ice.servers())
                    .relayOnly(ice.relayOnly())
                    .ports(ice.minPort(), ice.maxPort());
            byte[] fingerprint = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Room.Identity(context.label(), fingerprint, connections);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of this node cannot be used: " + e.getMessage(), e);
        }
    }

    /** Makes a connection that is not used: what the library starts for the first one is there for the next. */
    private static void warmUp(WebRtcHost host, RtcSettings connections) {
        RtcConnection trial = host.open(connections.servers(List.of()).relayOnly(false), new Deaf());
        trial.offer().whenComplete((offer, failure) -> trial.close());
    }

    @Override
    public Negotiation offer(NegotiationContext context) {
        return unlessDraining(WebRtcNegotiation.offering(room, context));
    }

    @Override
    public Negotiation answer(NegotiationContext context, byte[] offer) {
        return unlessDraining(WebRtcNegotiation.answering(room, context, offer));
    }

    private WebRtcNegotiation unlessDraining(WebRtcNegotiation negotiation) {
        loop.execute(() -> {
            if (room.draining()) {
                negotiation.fail(DRAINING);
            }
        });
        return negotiation;
    }

    /** Makes no new links, and has sessions leave those that there are. @return done when none is left; any thread */
    CompletableFuture<Void> drain() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> room.drain(done));
        return done;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loop.execute(room::shutDown);
            try {
                if (!loop.inLoop() && !room.empty().await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.debug(
                            "{}: some WebRTC links have had no time to say goodbye",
                            room.identity().label());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            loop.close();
            room.abandon();
            onClose.accept(this);
            LOG.info("{}: the WebRTC transport has closed", room.identity().label());
        }
    }
}
