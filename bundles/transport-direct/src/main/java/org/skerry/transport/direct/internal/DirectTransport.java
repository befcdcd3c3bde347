// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.spi.transport.TransportContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The direct transport without OSGi: one reactor thread, and up to two workers while handshakes go on. */
final class DirectTransport implements Transport {

    /** Why links do not last, and none is made. */
    static final String DRAINING = "the transport is about to be replaced";

    private static final int WORKERS = 2;
    private static final Duration PATIENCE = Duration.ofMillis(80);
    private static final Logger LOG = LoggerFactory.getLogger(DirectTransport.class);

    private final Room room;
    private final Doorway doorway;
    private final ThreadPoolExecutor workers;
    private final Consumer<DirectTransport> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DirectTransport(Room room, Doorway doorway, ThreadPoolExecutor workers, Consumer<DirectTransport> onClose) {
        this.onClose = onClose;
        this.room = room;
        this.doorway = doorway;
        this.workers = workers;
    }

    /**
     * Listens and is ready.
     *
     * @param onClose hears once when it closes
     * @throws IOException if it cannot listen; the message says what to do
     */
    static DirectTransport open(DirectSettings settings, TransportContext context, Consumer<DirectTransport> onClose)
            throws IOException {
        TlsEngines engines = new TlsEngines(context.certificate(TransportCertificate.Kind.ED25519));
        ThreadPoolExecutor workers = workers("skerry-direct-" + context.label() + "-tls");
        Reactor reactor = new Reactor("skerry-direct-" + context.label());
        Room room = new Room(reactor, workers, engines, settings, context.label());
        Doorway doorway;
        try {
            doorway = Doorway.open(room);
        } catch (IOException | RuntimeException e) {
            reactor.discard();
            throw e;
        }
        DirectTransport transport = new DirectTransport(room, doorway, workers, onClose);
        reactor.start(() -> {
            doorway.close();
            room.closeAll();
        });
        if (settings.warmUp()) {
            workers.execute(() -> new WarmUp(engines, transport.closed::get).begin(transport::later));
        }
        LOG.info("{}: the direct transport listens on {}", context.label(), doorway.listening());
        return transport;
    }

    private void later(Duration pause, Runnable slice) {
        room.reactor.execute(() -> room.reactor.schedule(pause, () -> {
            if (!closed.get()) {
                workers.execute(slice);
            }
        }));
    }

    @Override
    public Negotiation offer(NegotiationContext context) {
        return unlessDraining(DirectNegotiation.offering(room, context, ownAddresses()));
    }

    @Override
    public Negotiation answer(NegotiationContext context, byte[] offer) {
        return unlessDraining(DirectNegotiation.answering(room, context, ownAddresses(), offer));
    }

    private DirectNegotiation unlessDraining(DirectNegotiation negotiation) {
        room.reactor.execute(() -> {
            if (room.draining()) {
                negotiation.fail(DRAINING);
            }
        });
        return negotiation;
    }

    /** Makes no new links, and has sessions leave those that there are. @return done when none is left; any thread */
    CompletableFuture<Void> drain() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        room.reactor.execute(() -> room.drain(done));
        return done;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            room.reactor.stop();
            workers.shutdownNow();
            onClose.accept(this);
            LOG.info("{}: the direct transport has closed", room.label);
        }
        if (!room.reactor.inReactor() && !room.reactor.join(PATIENCE)) {
            LOG.warn("{}: the direct transport takes long to close", room.label);
        }
    }

    /** {@return where it listens} */
    List<InetSocketAddress> listening() {
        return doorway.listening();
    }

    private List<InetSocketAddress> ownAddresses() {
        try {
            return room.addresses.offered(doorway.listening());
        } catch (IOException e) {
            LOG.warn("{}: the addresses of this machine cannot be listed: {}", room.label, e.getMessage());
            return List.of();
        }
    }

    private static ThreadPoolExecutor workers(String name) {
        ThreadPoolExecutor workers =
                new ThreadPoolExecutor(WORKERS, WORKERS, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, name, 0, false);
                    thread.setDaemon(true);
                    thread.setPriority(Thread.NORM_PRIORITY);
                    thread.setContextClassLoader(DirectTransport.class.getClassLoader());
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
