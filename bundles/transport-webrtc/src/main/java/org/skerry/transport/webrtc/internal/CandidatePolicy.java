// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** Which candidates are named to others, and which of those that others name are tried. Immutable. */
final class CandidatePolicy {

    private final WebRtcSettings.Addresses settings;

    CandidatePolicy(WebRtcSettings.Addresses settings) {
        this.settings = settings;
    }

    /** {@return an own candidate as it is named to the other side, or empty if it is not} */
    Optional<String> named(String own) {
        return Candidate.parse(own)
                .filter(it -> it.address() != null && mayUse(it.address(), settings.allowLoopback()))
                .map(Candidate::text);
    }

    /** {@return a candidate of the other side, which may be hostile, as the library gets it, or empty if it does not} */
    Optional<String> tried(String theirs) {
        return Candidate.parse(theirs)
                .filter(it -> it.port() != 0)
                .filter(it -> {
                    InetAddress address = it.address();
                    return address == null ? mayLookUp(it.name()) : mayUse(address, settings.allowLoopback());
                })
                .map(Candidate::text);
    }

    /** Names of multicast DNS are looked up on the own segment only (RFC 6762, section 3); all others leak to strangers. */
    private boolean mayLookUp(String name) {
        return settings.allowLocalNames() && name.matches("[a-z0-9-]{1,63}\\.local");
    }

    private boolean mayUse(InetAddress address, boolean loopback) {
        if (address.isLoopbackAddress()) {
            return loopback;
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return false;
        }
        return !isReserved(address.getAddress()) && (settings.allowPrivate() || !isPrivate(address));
    }

    /** 0.0.0.0/8 and 240.0.0.0/4 with the broadcast address (RFC 6890), and IPv6 outside of 2000::/3 and fc00::/6. */
    private static boolean isReserved(byte[] bytes) {
        int first = Byte.toUnsignedInt(bytes[0]);
        if (bytes.length == 4) {
            return first == 0 || first >= 240;
        }
        return (first & 0xE0) != 0x20 && (first & 0xFC) != 0xFC;
    }

    /** RFC 1918, RFC 6598 and RFC 4193. */
    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return address.isSiteLocalAddress() || (bytes[0] == 100 && (bytes[1] & 0xC0) == 64);
        }
        return (bytes[0] & 0xFE) == 0xFC || address.isSiteLocalAddress();
    }
}
