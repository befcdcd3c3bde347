// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a node through its control socket; the protocol stands in the README of the shell bundle. One connection for each
 * request, closed with the call or by {@link #close}, which makes the node drop what it was asked.
 */
public final class NodeClient implements AutoCloseable {

    private final SocketChannel channel;

    private NodeClient(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * How a request ended.
     *
     * @param code exit code
     * @param error one line for people, empty if all is well
     * @param data the document that was asked for, {@code null} as JSON if there was none
     */
    public record Outcome(int code, String error, JsonValue data) {

        /** {@return the data of a success} */
        public JsonValue orFail() throws CommandException {
            if (code != Exit.OK) {
                throw new CommandException(code, error.isEmpty() ? "the node gave no reason" : error);
            }
            return data;
        }
    }

    /**
     * Connects.
     *
     * @param socket of the node
     * @return the connection; nothing if no node listens there
     */
    public static Optional<NodeClient> connect(Path socket) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return Optional.of(new NodeClient(channel));
        } catch (IOException | IllegalArgumentException e) {
            closeQuietly(channel);
            return Optional.empty();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It is given up either way.
            return;
        }
    }

    /**
     * Sends the request and hands every event on until the last.
     *
     * @param command which
     * @param arguments of it
     * @param onEvent gets each event but the last, on this thread
     * @return how it ended
     * @throws CommandException if the node hung up
     */
    public Outcome call(String command, JsonObject arguments, Consumer<JsonObject> onEvent) throws CommandException {
        JsonObject request = jakarta.json.Json.createObjectBuilder()
                .add("v", 1)
                .add("command", command)
                .add("args", arguments)
                .build();
        JsonValue data = JsonValue.NULL;
        try (channel) {
            ByteBuffer line = StandardCharsets.UTF_8.encode(request + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                JsonObject event = Json.parse(text);
                switch (Json.text(event, "event")) {
                    case "exit" -> {
                        return new Outcome((int) Json.number(event, "code"), Json.text(event, "error"), data);
                    }
                    case "data" -> data = event.get("value");
                    default -> onEvent.accept(event);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException(Exit.FAILED, "the node hung up: " + e.getMessage(), e);
        }
        throw new CommandException(Exit.FAILED, "the node stopped before it had answered");
    }

    /** Hangs up; may be called from any thread. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
