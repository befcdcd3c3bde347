// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and keeps those who came in until they have named a negotiation. Confined to the reactor after it opened. */
final class Doorway {

    private static final int BACKLOG = 128;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);

    private final Room room;
    private final InboundLimits limits;
    private final List<ServerSocketChannel> sockets = new ArrayList<>();
    private final List<InetSocketAddress> listening = new ArrayList<>();
    private final Map<Candidate, ReactorTimer> strangers = new HashMap<>();

    private Doorway(Room room) {
        this.room = room;
        this.limits = new InboundLimits(room.settings.limits());
    }

    /** Listens where the settings say. Before the reactor starts. */
    static Doorway open(Room room) throws IOException {
        Doorway doorway = new Doorway(room);
        try {
            if (room.settings.bind().isEmpty()) {
                doorway.listen(null);
            }
            for (InetAddress address : room.settings.bind()) {
                doorway.listen(address);
            }
            return doorway;
        } catch (IOException e) {
            doorway.closeSockets();
            throw e;
        }
    }

    /** {@return the local addresses of the sockets; unchanging} */
    List<InetSocketAddress> listening() {
        return listening;
    }

    void close() {
        closeSockets();
        List.copyOf(strangers.keySet()).forEach(stranger -> stranger.end("the transport has closed"));
    }

    private void listen(@Nullable InetAddress address) throws IOException {
        int port = room.settings.port();
        ServerSocketChannel socket = ServerSocketChannel.open();
        sockets.add(socket);
        try {
            socket.bind(address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port), BACKLOG);
        } catch (BindException e) {
            throw explain(e, address, port);
        }
        listening.add((InetSocketAddress) socket.getLocalAddress());
        SelectionKey[] key = new SelectionKey[1];
        key[0] = room.reactor.register(socket, SelectionKey.OP_ACCEPT, () -> accept(socket, key[0]));
    }

    private static IOException explain(BindException e, @Nullable InetAddress address, int port) {
        String pid = DirectSettings.PID;
        String why = String.valueOf(e.getMessage());
        if (why.contains("in use")) {
            return new IOException(
                    pid + ": port " + port + " is in use; set another with 'port' in etc/" + pid + ".cfg", e);
        }
        String host = address == null ? "all addresses" : address.getHostAddress();
        return new IOException(
                pid + ": cannot listen on " + host + ", port " + port + " (" + why
                        + "); correct 'bind' or 'port' in etc/" + pid + ".cfg",
                e);
    }

    private void accept(ServerSocketChannel from, SelectionKey key) {
        try {
            for (SocketChannel socket = from.accept(); socket != null; socket = from.accept()) {
                admit(socket);
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot accept connections, pausing for a second: {}", room.label, e.getMessage());
            key.interestOps(0);
            room.reactor.schedule(PAUSE, () -> {
                if (key.isValid()) {
                    key.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
        }
    }

    private void admit(SocketChannel socket) throws IOException {
        InetSocketAddress remote;
        try {
            remote = (InetSocketAddress) socket.getRemoteAddress();
        } catch (IOException e) {
            socket.close();
            return;
        }
        if (remote == null || !limits.admit(remote.getAddress(), System.nanoTime())) {
            LOG.debug("{}: turned away {}", room.label, remote);
            socket.close();
            return;
        }
        try {
            Candidate stranger = new Candidate(room, socket, remote, this::settled);
            strangers.put(
                    stranger,
                    room.reactor.schedule(
                            room.settings.limits().prefaceTimeout(),
                            () -> stranger.end("named no negotiation in time")));
            room.strangers(strangers.size());
            stranger.start();
        } catch (IOException | RuntimeException e) {
            limits.settled(remote.getAddress());
            LOG.debug("{}: lost {} at once: {}", room.label, remote, e.toString());
        }
    }

    private void settled(Candidate stranger) {
        ReactorTimer timer = strangers.remove(stranger);
        room.strangers(strangers.size());
        if (timer != null) {
            timer.cancel();
            limits.settled(stranger.remote().getAddress());
        }
    }

    private void closeSockets() {
        for (ServerSocketChannel socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("Closing a listening socket failed: {}", e.toString());
            }
        }
    }
}
