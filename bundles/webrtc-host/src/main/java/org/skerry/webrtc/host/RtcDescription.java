// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host;

import java.util.regex.Pattern;

/**
 * What an end tells the other one about itself: the part of a session description (RFC 8829) that is not always the same. As
 * the library kills its process over a malformed description, it is only ever given one that was put together from this.
 *
 * @param ufrag ICE user name fragment, 4 to 256 of {@code A–Z a–z 0–9 + /} (RFC 8839, section 5.4)
 * @param password ICE password, 22 to 256 of these
 * @param fingerprint SHA-256 of the certificate in DER, 32 bytes; the library takes no other certificate from the other end
 * @param setup who begins DTLS (RFC 8842)
 */
public record RtcDescription(String ufrag, String password, byte[] fingerprint, Setup setup) {

    private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");
    private static final int FINGERPRINT_BYTES = 32;

    /** Who begins DTLS. */
    public enum Setup {
        /** Either: of an offer. */
        ACTPASS,
        /** This end: of an answer. */
        ACTIVE,
        /** The other end: of an answer. */
        PASSIVE
    }

    /** @throws IllegalArgumentException if a part is not as described */
    public RtcDescription {
        if (!UFRAG.matcher(ufrag).matches() || !PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("a malformed user name fragment or password of ICE");
        }
        if (fingerprint.length != FINGERPRINT_BYTES) {
            throw new IllegalArgumentException("a fingerprint of " + fingerprint.length + " bytes");
        }
        fingerprint = fingerprint.clone();
    }

    /** {@return SHA-256 of the certificate in DER, 32 bytes; a copy} */
    @Override
    public byte[] fingerprint() {
        return fingerprint.clone();
    }
}
