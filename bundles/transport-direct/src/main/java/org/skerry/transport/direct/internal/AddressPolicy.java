// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.skerry.base.net.AddressScope;

/** Which addresses are offered, and which of those offered by others are dialled. Immutable. */
final class AddressPolicy {

    private final DirectSettings settings;
    private final boolean loopback;

    AddressPolicy(DirectSettings settings) {
        this.settings = settings;
        this.loopback = settings.allowLoopback() || settings.loopbackOnly();
    }

    /**
     * What to offer: what was set by hand, then the addresses that the sockets listen on.
     *
     * @param listening the local addresses of the sockets
     * @return at most {@link SignalBody#MAX_ADDRESSES}
     */
    List<InetSocketAddress> offered(List<InetSocketAddress> listening) throws IOException {
        Set<InetSocketAddress> offered = new LinkedHashSet<>();
        int port = listening.get(0).getPort();
        for (InetSocketAddress extra : settings.advertise()) {
            offered.add(extra.getPort() == 0 ? new InetSocketAddress(extra.getAddress(), port) : extra);
        }
        for (InetSocketAddress local : listening) {
            if (local.getAddress().isAnyLocalAddress()) {
                for (InetAddress own : ownAddresses()) {
                    offered.add(new InetSocketAddress(own, local.getPort()));
                }
            } else {
                offered.add(local);
            }
        }
        return offered.stream().limit(SignalBody.MAX_ADDRESSES).toList();
    }

    /**
     * What to dial of what the other side, which may be hostile, offered.
     *
     * @return in the order in which to try: IPv6 and IPv4 alternate (RFC 8305 section 4)
     */
    List<InetSocketAddress> dialled(List<InetSocketAddress> offered) {
        List<InetSocketAddress> six = new ArrayList<>();
        List<InetSocketAddress> four = new ArrayList<>();
        for (InetSocketAddress endpoint : new LinkedHashSet<>(offered)) {
            if (endpoint.getPort() != 0 && mayDial(endpoint.getAddress())) {
                (endpoint.getAddress() instanceof Inet6Address ? six : four).add(endpoint);
            }
        }
        List<InetSocketAddress> order = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                order.add(six.get(i));
            }
            if (i < four.size()) {
                order.add(four.get(i));
            }
        }
        return order;
    }

    private boolean mayDial(InetAddress address) {
        return switch (AddressScope.of(address)) {
            case LOOPBACK -> loopback;
            case PRIVATE -> settings.allowPrivate() && !settings.loopbackOnly();
            case GLOBAL -> !settings.loopbackOnly();
            case NONE -> false;
        };
    }

    /** The addresses of all interfaces that are up, IPv4 before IPv6 of each. Without link-local ones: a peer cannot use them. */
    private List<InetAddress> ownAddresses() throws IOException {
        List<InetAddress> own = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                List<InetAddress> usable = each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                        .filter(address -> loopback || !address.isLoopbackAddress())
                        .toList();
                usable.stream().filter(Inet4Address.class::isInstance).forEach(own::add);
                usable.stream().filter(Inet6Address.class::isInstance).forEach(own::add);
            }
        }
        return own;
    }
}
