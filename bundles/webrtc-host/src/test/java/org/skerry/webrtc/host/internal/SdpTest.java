// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.webrtc.host.RtcDescription;

final class SdpTest {

    private static final String PASSWORD = "p".repeat(22);

    @Test
    void readsWhatItWrites() {
        byte[] fingerprint = new byte[32];
        fingerprint[0] = (byte) 0xAB;
        RtcDescription made = new RtcDescription("u+/1", PASSWORD, fingerprint, RtcDescription.Setup.PASSIVE);
        RtcDescription read = Sdp.read(Sdp.of(made));
        assertThat(read.ufrag()).isEqualTo("u+/1");
        assertThat(read.password()).isEqualTo(PASSWORD);
        assertThat(read.fingerprint()).isEqualTo(fingerprint);
        assertThat(read.setup()).isEqualTo(RtcDescription.Setup.PASSIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abcd\r\na=x", "ab cd", "\u00e4bcd"})
    void refusesAUserNameFragmentThatCouldBeMore(String ufrag) {
        assertThatThrownBy(() -> new RtcDescription(ufrag, PASSWORD, new byte[32], RtcDescription.Setup.ACTIVE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAShortPasswordAndAFingerprintOfAnotherLength() {
        assertThatThrownBy(() -> new RtcDescription("abcd", "short", new byte[32], RtcDescription.Setup.ACTIVE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RtcDescription("abcd", PASSWORD, new byte[20], RtcDescription.Setup.ACTIVE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate:1 1 udp 2122260223 10.83.75.1 40000 typ host generation 0 ufrag abcd network-id 1",
                "candidate:842163049 1 udp 1677729535 192.0.2.1 40000 typ srflx raddr 10.0.0.1 rport 40000",
                "candidate:1 1 UDP 1 fe80::1 9 typ host",
                "candidate:1 1 tcp 1 10.0.0.1 9 typ host tcptype active",
                "candidate:1 1 udp 1 7a2b5c1e-0000-4000-8000-000000000000.local 9 typ host"
            })
    void takesCandidates(String candidate) {
        assertThat(Sdp.isCandidate(candidate)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "candidate:1 1 udp 1 10.0.0.1 9 typ host\r\na=candidate:2 1 udp 1 10.0.0.1 9 typ host",
                "candidate:1 1 udp 1 10.0.0.1 9 typ other",
                "candidate:1 1 udp 99999999999 10.0.0.1 9 typ host",
                "candidate:1 1 udp 1 10.0.0.1 9 typ host \u0000"
            })
    void takesNothingElse(String text) {
        assertThat(Sdp.isCandidate(text)).isFalse();
    }

    @Test
    void takesNoCandidateWithoutEnd() {
        assertThat(Sdp.isCandidate("candidate:1 1 udp 1 10.0.0.1 9 typ host" + " x".repeat(1000)))
                .isFalse();
    }
}
