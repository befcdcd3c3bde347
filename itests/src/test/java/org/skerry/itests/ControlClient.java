// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a node through its control socket; inside a container, where the command line's client and its JSON are not. */
final class ControlClient {

    private final Path socket;

    ControlClient(Path home) {
        this.socket = home.resolve("control.sock");
    }

    /**
     * All that was answered.
     *
     * @param text lines of JSON
     */
    record Answer(String text) {

        int code() {
            return Integer.parseInt(found("\"code\":(\\d+)"));
        }

        String error() {
            return text("error");
        }

        /** {@return the first text of that name, empty if there is none} */
        String text(String name) {
            return found("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"");
        }

        private String found(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    /**
     * Asks.
     *
     * @param command which
     * @param arguments names and texts by turns
     */
    Answer ask(String command, String... arguments) throws IOException {
        StringBuilder request = new StringBuilder("{\"v\":1,\"command\":\"" + command + "\",\"args\":{");
        for (int i = 0; i < arguments.length; i += 2) {
            request.append(i > 0 ? "," : "").append("\"" + arguments[i] + "\":\"" + arguments[i + 1] + "\"");
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer line = StandardCharsets.UTF_8.encode(request + "}}\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            return new Answer(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
