// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.demo;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.skerry.runtime.cli.CommandException;
import org.skerry.runtime.cli.Exit;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NativePackages;
import org.skerry.runtime.node.NodeException;

/** What a demo over WebRTC needs, looked at before its nodes are started. */
final class WebRtcNeeds {

    private WebRtcNeeds() {}

    static void check(Distribution distribution) throws CommandException, NodeException {
        List<String> missing = NativePackages.missing(distribution);
        if (!missing.isEmpty()) {
            throw new CommandException(
                    Exit.FAILED,
                    "WebRTC needs libraries that are missing here; install them: " + NativePackages.command(missing));
        }
        if (!hasAddress()) {
            throw new CommandException(
                    Exit.FAILED,
                    "WebRTC never uses loopback, and this machine has no other address; connect a network, or use"
                            + " --transport direct");
        }
    }

    private static boolean hasAddress() throws CommandException {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(WebRtcNeeds::isUsable);
        } catch (SocketException e) {
            throw new CommandException(Exit.FAILED, "the network interfaces cannot be listed: " + e.getMessage(), e);
        }
    }

    static boolean isUsable(InetAddress address) {
        boolean own = !address.isLoopbackAddress() && !address.isAnyLocalAddress() && !address.isMulticastAddress();
        return own
                && !address.isLinkLocalAddress()
                && (address instanceof Inet4Address || !address.isSiteLocalAddress());
    }
}
