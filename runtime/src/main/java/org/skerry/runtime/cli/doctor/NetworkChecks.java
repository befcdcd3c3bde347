// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.skerry.runtime.cli.NodeClient;
import org.skerry.runtime.node.NodeHome;

/** Ports, interfaces and multicast, as the home's configuration has them. */
final class NetworkChecks {

    private NetworkChecks() {}

    static List<Finding> all(NodeHome home) {
        List<Finding> out = new ArrayList<>();
        out.add(interfaces());
        out.add(directPort(home));
        out.add(multicast(home));
        return out;
    }

    private static Properties configuration(NodeHome home, String pid) {
        Properties properties = new Properties();
        Path file = home.etc().resolve(pid + ".cfg");
        if (Files.isReadable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                properties.clear();
            }
        }
        return properties;
    }

    private static Finding interfaces() {
        try {
            List<String> usable = NetworkInterface.networkInterfaces()
                    .filter(NetworkChecks::isUsable)
                    .map(it -> it.getName() + " "
                            + it.inetAddresses()
                                    .map(InetAddress::getHostAddress)
                                    .map(address -> address.replaceFirst("%.*", ""))
                                    .collect(Collectors.joining(" ")))
                    .toList();
            return usable.isEmpty()
                    ? Finding.warn(
                            "interfaces",
                            "only loopback is up: this node meets others on this machine only; connect a network")
                    : Finding.ok("interfaces", String.join(", ", usable));
        } catch (SocketException e) {
            return Finding.warn("interfaces", "cannot be listed: " + e.getMessage());
        }
    }

    private static boolean isUsable(NetworkInterface it) {
        try {
            return it.isUp() && !it.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static Finding directPort(NodeHome home) {
        Properties properties = configuration(home, "org.skerry.transport.direct");
        String text = properties.getProperty("port", "0").strip();
        String bind = properties.getProperty("bind", "").split(",", 2)[0].strip();
        try (ServerSocket socket = new ServerSocket()) {
            int port = Integer.parseInt(text);
            socket.bind(bind.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port));
            return Finding.ok("direct port", port == 0 ? "any free one is taken" : "TCP " + port + " is free");
        } catch (IllegalArgumentException e) {
            return Finding.fail(
                    "direct port",
                    "etc/org.skerry.transport.direct.cfg: port: '" + text + "' is not a port (0 to 65535)");
        } catch (IOException e) {
            return usedBy(home)
                    ? Finding.ok("direct port", "TCP " + text + " is used by the node that runs in this home")
                    : Finding.fail(
                            "direct port",
                            "TCP " + text + " cannot be bound (" + e.getMessage()
                                    + "); end what uses it, or set another in etc/org.skerry.transport.direct.cfg");
        }
    }

    private static boolean usedBy(NodeHome home) {
        return NodeClient.connect(home.socket())
                .map(client -> {
                    client.close();
                    return true;
                })
                .orElse(false);
    }

    private static Finding multicast(NodeHome home) {
        Properties properties = configuration(home, "org.skerry.signaling.multicast");
        String group = properties.getProperty("group4", "239.255.83.75").strip();
        String port = properties.getProperty("port", "21075").strip();
        if (group.isEmpty()) {
            return Finding.warn("multicast", "switched off for IPv4 in etc/org.skerry.signaling.multicast.cfg");
        }
        try {
            boolean heard = MulticastProbe.hearsItself(InetAddress.getByName(group), Integer.parseInt(port));
            return heard
                    ? Finding.ok("multicast", group + " port " + port + " is heard on loopback")
                    : Finding.warn(
                            "multicast",
                            "nothing sent to " + group + " port " + port
                                    + " comes back; allow UDP multicast in the firewall, else peers on the LAN are not"
                                    + " found");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.warn(
                    "multicast",
                    group + " port " + port + " cannot be used (" + e.getMessage()
                            + "); peers on the LAN are not found; see etc/org.skerry.signaling.multicast.cfg");
        }
    }
}
