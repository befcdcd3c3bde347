// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.net;

import java.net.InetAddress;

/**
 * How far a unicast address reaches, by the registries of special addresses (RFC 6890 and the RFCs named below). Transports ask before
 * they dial what a stranger named.
 */
public enum AddressScope {

    /** This machine: 127.0.0.0/8 and ::1. */
    LOOPBACK,

    /** A site's own addresses: RFC 1918, those of carriers (RFC 6598), RFC 4193, and the deprecated fec0::/10. */
    PRIVATE,

    /** Everything else that one machine may have on the internet. */
    GLOBAL,

    /**
     * No place for a peer: 0.0.0.0/8, 240.0.0.0/4 with the broadcast address, multicast, link-local (which does not say on which link),
     * and all of IPv6 that is neither 2000::/3 nor named above; so also addresses that hide an IPv4 one.
     */
    NONE;

    /** {@return the scope of an address} */
    public static AddressScope of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return NONE;
        }
        byte[] bytes = address.getAddress();
        int first = Byte.toUnsignedInt(bytes[0]);
        if (bytes.length == 4) {
            return four(address, first, Byte.toUnsignedInt(bytes[1]));
        }
        if ((first & 0xFE) == 0xFC || address.isSiteLocalAddress()) {
            return PRIVATE;
        }
        return (first & 0xE0) == 0x20 ? GLOBAL : NONE;
    }

    private static AddressScope four(InetAddress address, int first, int second) {
        if (first == 0 || first >= 240) {
            return NONE;
        }
        boolean carriers = first == 100 && (second & 0xC0) == 64;
        return address.isSiteLocalAddress() || carriers ? PRIVATE : GLOBAL;
    }
}
