// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.skerry.shell.internal.command.Commands;
import org.skerry.shell.internal.command.Json;
import org.skerry.shell.internal.command.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control socket on one thread, which never waits for a client. Protocol: README.md of this bundle.
 */
public final class ControlServer implements AutoCloseable {

    /** The only version of the protocol. */
    public static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final long CLOSE_MILLIS = 80;
    private static final long LOOK_MILLIS = 500;

    private final Path path;
    private final ControlLimits limits;
    private final Commands commands;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
    private volatile boolean closing;

    /**
     * Binds the socket and begins to serve.
     *
     * @param path of the socket
     * @param limits of clients
     * @param commands what is run
     * @throws IOException with a message for people, if the socket cannot be made
     */
    public ControlServer(Path path, ControlLimits limits, Commands commands) throws IOException {
        this.path = path;
        this.limits = limits;
        this.commands = commands;
        this.server = ControlSocket.bind(path);
        server.configureBlocking(false);
        this.selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(null, this::serve, "skerry-control", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!closing) {
            try {
                // With no client there is no deadline to look after.
                if (selector.keys().size() > 1) {
                    selector.select(this::handle, LOOK_MILLIS);
                } else {
                    selector.select(this::handle);
                }
                dropLateOnes();
            } catch (IOException | ClosedSelectorException e) {
                if (!closing) {
                    LOG.error("The control socket {} fails; restart the node to get it back", path, e);
                }
                return;
            }
        }
    }

    private void handle(SelectionKey key) {
        if (key.isValid() && key.isAcceptable()) {
            accept();
            return;
        }
        ControlConnection connection = (ControlConnection) key.attachment();
        try {
            if (key.isValid() && key.isReadable()) {
                Optional<byte[]> request = connection.read(buffer);
                if (request.isPresent()) {
                    dispatch(request.get(), connection);
                }
            }
            if (key.isValid() && key.isWritable() && !connection.write()) {
                connection.close();
            }
        } catch (IOException e) {
            close(connection);
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            ControlConnection connection = new ControlConnection(channel, key, limits);
            key.attach(connection);
            // The server's own key is one of them.
            if (selector.keys().size() - 1 > limits.maxConnections()) {
                connection.exit(Reply.FAILED, "the node serves " + limits.maxConnections() + " clients already");
            }
        } catch (IOException e) {
            LOG.debug("A client could not be taken", e);
        }
    }

    private void dispatch(byte[] line, Reply reply) {
        JsonNode request;
        try {
            request = Json.MAPPER.readTree(line);
        } catch (IOException e) {
            reply.exit(Reply.USAGE, "the request is not JSON");
            return;
        }
        if (request == null || !request.isObject()) {
            reply.exit(Reply.USAGE, "the request is not a JSON object");
        } else if (request.path("v").asInt() != VERSION) {
            reply.exit(Reply.USAGE, "the node speaks version " + VERSION + " of the control protocol only");
        } else {
            JsonNode arguments = request.path("args");
            commands.run(
                    request.path("command").asText(),
                    arguments.isMissingNode() || arguments.isNull() ? Json.object() : arguments,
                    reply);
        }
    }

    private void dropLateOnes() {
        long now = System.nanoTime();
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            if (key.attachment() instanceof ControlConnection connection
                    && (connection.isLate(now) || connection.isChoked())) {
                close(connection);
            }
        }
    }

    private static void close(ControlConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("A client's connection did not close well", e);
        }
    }

    /** Ends every connection, the thread and the socket; within 100 ms. Idempotent. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                if (key.attachment() instanceof ControlConnection connection) {
                    connection.writeQuietly();
                    close(connection);
                }
            }
            Files.deleteIfExists(path);
            server.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("The control socket {} did not close well: {}", path, e.getMessage());
        }
    }
}
