// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;

/** Session descriptions of one bundle with one SCTP association (RFC 8841), written from and read into typed fields. */
final class Sdp {

    private static final String DIGEST = "sha-256 ";

    /** Longest candidate that is given to the library, in characters; real ones have some 200. */
    private static final int CANDIDATE_LENGTH = 512;

    /** RFC 8839, section 5.1: foundation, component, transport, priority, address, port, type; then pairs of words. */
    private static final Pattern CANDIDATE =
            Pattern.compile("candidate:[A-Za-z0-9+/]{1,32} [12] (?i:udp|tcp) [0-9]{1,10}"
                    + " [A-Za-z0-9.:-]{1,253} [0-9]{1,5} typ (host|srflx|prflx|relay)( [A-Za-z0-9.:+/-]{1,256}){0,24}");

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private Sdp() {}

    static String of(RtcDescription description) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 0.0.0.0",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                "c=IN IP4 0.0.0.0",
                "a=mid:0",
                "a=ice-options:trickle",
                "a=ice-ufrag:" + description.ufrag(),
                "a=ice-pwd:" + description.password(),
                "a=fingerprint:" + DIGEST + COLONS.formatHex(description.fingerprint()),
                "a=setup:" + description.setup().name().toLowerCase(Locale.ROOT),
                "a=sctp-port:5000",
                "a=max-message-size:" + RtcConnection.MAX_MESSAGE_BYTES,
                "");
    }

    /**
     * Reads a description that the library made.
     *
     * @throws IllegalArgumentException if a part is missing
     */
    static RtcDescription read(String sdp) {
        String fingerprint = attribute(sdp, "fingerprint");
        if (!fingerprint.startsWith(DIGEST)) {
            throw new IllegalArgumentException("a fingerprint that is no SHA-256");
        }
        return new RtcDescription(
                attribute(sdp, "ice-ufrag"),
                attribute(sdp, "ice-pwd"),
                COLONS.parseHex(fingerprint.substring(DIGEST.length()).toUpperCase(Locale.ROOT)),
                RtcDescription.Setup.valueOf(attribute(sdp, "setup").toUpperCase(Locale.ROOT)));
    }

    private static String attribute(String sdp, String name) {
        String start = "a=" + name + ":";
        return sdp.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a description without " + name));
    }

    /** {@return whether the library may be given it} */
    static boolean isCandidate(String text) {
        return text.length() <= CANDIDATE_LENGTH && CANDIDATE.matcher(text).matches();
    }
}
