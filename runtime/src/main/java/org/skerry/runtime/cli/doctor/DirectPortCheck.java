// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.skerry.runtime.cli.CommandException;
import org.skerry.runtime.cli.Json;
import org.skerry.runtime.cli.NodeClient;
import org.skerry.runtime.node.NodeHome;

/** The addresses and the port of the direct transport: whether they can be listened on, or who does so already. */
final class DirectPortCheck {

    static final String PID = "org.skerry.transport.direct";

    private static final String WHAT = "direct port";
    private static final String FILE = "etc/" + PID + ".cfg";
    private static final String TRANSPORT = "transport";
    private static final int HIGHEST_PORT = 65535;

    private DirectPortCheck() {}

    static Finding finding(NodeHome home, Properties configuration) {
        String text = configuration.getProperty("port", "0").strip();
        int port = port(text);
        if (port < 0) {
            return Finding.fail(WHAT, FILE + ": port: '" + text + "' is not a port (0 to 65535)");
        }
        String[] addresses = Stream.of(configuration.getProperty("bind", "").split(","))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .toArray(String[]::new);
        for (String address : addresses) {
            Optional<String> wrong = complaint(address, 0);
            if (wrong.isPresent()) {
                return Finding.fail(
                        WHAT,
                        FILE + ": bind: '" + address + "' is not an address of this machine (" + wrong.get()
                                + "); correct it, or leave bind empty for all addresses");
            }
        }
        if (port == 0) {
            return Finding.ok(WHAT, "none is set, so a node takes one that is free");
        }
        Optional<String> taken = Stream.of(addresses.length == 0 ? new String[] {""} : addresses)
                .flatMap(it -> complaint(it, port).stream())
                .findFirst();
        return taken.map(it -> taken(port, it, home)).orElse(Finding.ok(WHAT, "TCP " + port + " is free"));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > HIGHEST_PORT ? -1 : port;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Why one cannot listen there; an empty address stands for all. */
    private static Optional<String> complaint(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(
                    address.isEmpty()
                            ? new InetSocketAddress(port)
                            : new InetSocketAddress(InetAddress.getByName(address), port));
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("no IP address");
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Finding taken(int port, String why, NodeHome home) {
        Optional<JsonObject> node = node(home);
        if (node.isPresent() && says(node.get(), TRANSPORT, "open:").contains("direct")) {
            return Finding.ok(WHAT, "TCP " + port + " is used by the node that runs in this home");
        }
        String trouble = node.map(it -> says(it, TRANSPORT + " direct", "closed:") + says(it, TRANSPORT, "direct:"))
                .filter(it -> !it.isEmpty())
                .map(it -> "; the node of this home says: " + it)
                .orElse("");
        return Finding.fail(
                WHAT,
                "TCP " + port + " cannot be bound (" + why + "): end what uses it, or set another port in " + FILE
                        + trouble);
    }

    /** What the node that runs in a home finds of itself; nothing if none runs, or it does not answer. */
    private static Optional<JsonObject> node(NodeHome home) {
        return NodeClient.connect(home.socket()).flatMap(client -> {
            try (client) {
                JsonValue data = client.call("ready", JsonValue.EMPTY_JSON_OBJECT, event -> {})
                        .data();
                return data instanceof JsonObject ready ? Optional.of(ready) : Optional.empty();
            } catch (CommandException e) {
                return Optional.empty();
            }
        });
    }

    /** The message of a finding, if it begins so. */
    private static String says(JsonObject ready, String name, String begin) {
        return Json.objects(ready, "findings").stream()
                .filter(it -> Json.text(it, "name").equals(name))
                .map(it -> Json.text(it, "message"))
                .filter(it -> it.startsWith(begin))
                .findFirst()
                .orElse("");
    }
}
