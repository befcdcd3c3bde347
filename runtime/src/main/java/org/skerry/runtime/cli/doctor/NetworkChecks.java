// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.skerry.runtime.node.NodeHome;

/** Ports, interfaces and multicast, as the home's configuration has them. */
final class NetworkChecks {

    private NetworkChecks() {}

    static List<Finding> all(NodeHome home) {
        List<Finding> out = new ArrayList<>();
        out.add(interfaces());
        out.add(DirectPortCheck.finding(home, configuration(home, DirectPortCheck.PID)));
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
