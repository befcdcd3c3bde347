// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;

/**
 * A network segment that this machine is on, seen through an interface.
 *
 * @param net the interface
 * @param loopback whether it leads nowhere else
 * @param addresses this machine's addresses there
 */
record Segment(NetworkInterface net, boolean loopback, List<InterfaceAddress> addresses) {

    /**
     * Looks at the interfaces that are up.
     *
     * @param names those to use; empty for all that can multicast, and loopback. Named ones need not have the flag: Linux
     *     does not set it on {@code lo}, which can do it all the same
     */
    static List<Segment> find(Set<String> names) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(net -> names.isEmpty() || names.contains(net.getName()))
                .map(Segment::look)
                .filter(segment -> segment.usable(!names.isEmpty()))
                .toList();
    }

    private static Segment look(NetworkInterface net) {
        boolean loopback = net.inetAddresses().anyMatch(InetAddress::isLoopbackAddress);
        return new Segment(net, loopback, List.copyOf(net.getInterfaceAddresses()));
    }

    private boolean usable(boolean named) {
        try {
            return !addresses.isEmpty() && net.isUp() && (named || loopback || net.supportsMulticast());
        } catch (SocketException gone) {
            return false;
        }
    }

    boolean has4() {
        return addresses.stream().anyMatch(address -> address.getAddress() instanceof Inet4Address);
    }

    /** Linux has no route for IPv6 multicast on loopback, and IPv4 does there. */
    boolean has6() {
        return !loopback && addresses.stream().anyMatch(address -> address.getAddress() instanceof Inet6Address);
    }

    /** {@return whether the address is this machine's own} */
    boolean own(InetAddress other) {
        return loopback && other.isLoopbackAddress()
                || addresses.stream().anyMatch(mine -> samePrefix(mine.getAddress(), other, Integer.MAX_VALUE));
    }

    /** {@return whether the address belongs to this segment, by its prefix; for link-local ones by their scope} */
    boolean contains(InetAddress other) {
        if (other instanceof Inet6Address six && six.isLinkLocalAddress()) {
            return six.getScopeId() == net.getIndex();
        }
        return addresses.stream().anyMatch(mine -> samePrefix(mine.getAddress(), other, mine.getNetworkPrefixLength()));
    }

    private static boolean samePrefix(InetAddress one, InetAddress other, int bits) {
        byte[] a = one.getAddress();
        byte[] b = other.getAddress();
        if (a.length != b.length) {
            return false;
        }
        int compared = Math.min(bits, a.length * Byte.SIZE);
        for (int i = 0; i < compared; i++) {
            int mask = 0x80 >> i % Byte.SIZE;
            if ((a[i / Byte.SIZE] & mask) != (b[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
