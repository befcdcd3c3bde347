// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** What the parts of one open transport share. Confined to the reactor, but for its final parts. */
final class Room {

    final Reactor reactor;
    final Executor workers;
    final TlsEngines engines;
    final DirectSettings settings;
    final AddressPolicy addresses;
    final String label;
    private final Map<ByteBuffer, DirectNegotiation> negotiations = new HashMap<>();
    private final Set<DirectLink> links = new HashSet<>();
    private int strangers;
    private boolean closed;
    private @Nullable CompletableFuture<Void> drained;

    Room(Reactor reactor, Executor workers, TlsEngines engines, DirectSettings settings, String label) {
        this.reactor = reactor;
        this.workers = workers;
        this.engines = engines;
        this.settings = settings;
        this.addresses = new AddressPolicy(settings);
        this.label = label;
    }

    boolean closed() {
        return closed;
    }

    /** {@return accepted connections that have not named a negotiation yet} */
    int strangers() {
        return strangers;
    }

    void strangers(int count) {
        strangers = count;
    }

    /** @return false if there is one of that id already */
    boolean enter(byte[] id, DirectNegotiation negotiation) {
        return negotiations.putIfAbsent(ByteBuffer.wrap(id), negotiation) == null;
    }

    void leave(byte[] id, DirectNegotiation negotiation) {
        negotiations.remove(ByteBuffer.wrap(id), negotiation);
    }

    @Nullable
    DirectNegotiation negotiation(byte[] id) {
        return negotiations.get(ByteBuffer.wrap(id));
    }

    void add(DirectLink link) {
        links.add(link);
    }

    void remove(DirectLink link) {
        links.remove(link);
        if (drained != null && links.isEmpty()) {
            drained.complete(null);
        }
    }

    /** Makes no new links from now on, and has the sessions of the others look for another one. @param done when none is left */
    void drain(CompletableFuture<Void> done) {
        drained = done;
        List.copyOf(negotiations.values()).forEach(negotiation -> negotiation.fail(DirectTransport.DRAINING));
        List.copyOf(links).forEach(link -> link.retire(DirectTransport.DRAINING));
        if (links.isEmpty()) {
            done.complete(null);
        }
    }

    /** {@return whether it makes no new links} */
    boolean draining() {
        return drained != null;
    }

    /** Fails what is being negotiated and closes what stands. */
    void closeAll() {
        closed = true;
        List.copyOf(negotiations.values()).forEach(negotiation -> negotiation.fail("the transport has closed"));
        List.copyOf(links).forEach(link -> link.closeNow("the transport has closed"));
    }

    /** A channel on a socket, whose ownership passes to it. */
    TlsChannel channel(SocketChannel socket, SSLEngine engine, TlsChannel.Upper upper) throws IOException {
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (settings.sendBufferBytes() > 0) {
                socket.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
            }
            return new TlsChannel(reactor, workers, socket, engine, upper);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A channel that connects. */
    TlsChannel dial(InetSocketAddress to, byte[] pin, TlsChannel.Upper upper) throws IOException {
        SSLEngine engine = engines.client(pin);
        SocketChannel socket = SocketChannel.open();
        TlsChannel channel = channel(socket, engine, upper);
        try {
            socket.connect(to);
            return channel;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
