// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.net.InetAddress;
import java.util.Optional;
import org.skerry.base.net.AddressScope;

/** Which candidates are named to others, and which of those that others name are tried. Immutable. */
final class CandidatePolicy {

    private final WebRtcSettings.Addresses settings;

    CandidatePolicy(WebRtcSettings.Addresses settings) {
        this.settings = settings;
    }

    /** {@return an own candidate as it is named to the other side, or empty if it is not} */
    Optional<String> named(String own) {
        return Candidate.parse(own)
                .filter(it -> it.address() != null && mayUse(it.address()))
                .map(Candidate::text);
    }

    /** {@return a candidate of the other side, which may be hostile, as the library gets it, or empty if it does not} */
    Optional<String> tried(String theirs) {
        return Candidate.parse(theirs)
                .filter(it -> it.port() != 0)
                .filter(it -> {
                    InetAddress address = it.address();
                    return address == null ? mayLookUp(it.name()) : mayUse(address);
                })
                .map(Candidate::text);
    }

    /** Names of multicast DNS are looked up on the own segment only (RFC 6762, section 3); all others leak to strangers. */
    private boolean mayLookUp(String name) {
        return settings.allowLocalNames() && name.matches("[a-z0-9-]{1,63}\\.local");
    }

    private boolean mayUse(InetAddress address) {
        return switch (AddressScope.of(address)) {
            case LOOPBACK -> settings.allowLoopback();
            case PRIVATE -> settings.allowPrivate();
            case GLOBAL -> true;
            case NONE -> false;
        };
    }
}
