// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatePolicyTest {

    private static final CandidatePolicy USUAL = policy(true, false, true);

    private static CandidatePolicy policy(boolean allowPrivate, boolean allowLoopback, boolean allowNames) {
        return new CandidatePolicy(new WebRtcSettings.Addresses(allowPrivate, allowLoopback, allowNames, 64));
    }

    private static String at(String address) {
        return "candidate:1 1 udp 2122260223 " + address + " 4321 typ host";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "127.0.0.1", "127.9.9.9", "224.0.0.251", "239.1.2.3", "255.255.255.255", "240.0.0.1",
                        "0.1.2.3",
                "169.254.169.254", "::", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "ff02::1", "fe80::1",
                        "64:ff9b::7f00:1",
                "999.1.1.1", "1.2.3", "localhost", "example.org", "a.example.local", "metadata.internal", "127.1",
                        "a..local"
            })
    void triesNothingThatIsNoPlaceForAPeer(String hostile) {
        assertThat(USUAL.tried(at(hostile))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1"})
    void usesPrivateAddressesUnlessToldNotTo(String address) {
        CandidatePolicy strict = policy(false, false, true);
        assertThat(USUAL.tried(at(address))).isPresent();
        assertThat(USUAL.named(at(address))).isPresent();
        assertThat(strict.tried(at(address))).isEmpty();
        assertThat(strict.named(at(address))).isEmpty();
        assertThat(strict.tried(at("203.0.113.5"))).isPresent();
    }

    @Test
    void triesLoopbackWhereItIsAllowed() {
        assertThat(policy(true, true, true).tried(at("127.0.0.1"))).isPresent();
    }

    @Test
    void looksUpNamesOfTheOwnSegmentOnlyAndOnlyIfAllowed() {
        String name = "5f2b0d7e-3a49-4c0c-9d2d-0f6f3a1d2c11.local";
        assertThat(USUAL.tried(at(name))).contains(at(name));
        assertThat(policy(true, false, false).tried(at(name))).isEmpty();
        assertThat(USUAL.named(at(name))).isEmpty();
    }

    @Test
    void passesOnNothingButWhatIceNeeds() {
        String told = "candidate:842163049 1 UDP 1677729535 203.0.113.5 4321 typ srflx raddr 10.1.2.3 rport 4321"
                + " generation 0 ufrag abcd network-cost 999";
        Optional<String> kept = Optional.of("candidate:842163049 1 UDP 1677729535 203.0.113.5 4321 typ srflx");
        assertThat(USUAL.named(told)).isEqualTo(kept);
        assertThat(USUAL.tried(told)).isEqualTo(kept);
        assertThat(USUAL.tried("candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0"))
                .contains("candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "candidate:1 1 udp 1 192.0.2.1 0 typ host",
                "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
                "candidate:1 2 udp 1 192.0.2.1 1 typ host",
                "candidate:1 1 sctp 1 192.0.2.1 1 typ host",
                "candidate:1 1 tcp 1 192.0.2.1 1 typ host",
                "candidate:1 1 udp 1 192.0.2.1 1 typ host\r\na=x",
                "candidate:1 1 udp 99999999999 192.0.2.1 1 typ host",
                "candidate:1 1 udp 1 192.0.2.1 1 typ guess"
            })
    void ignoresWhatItDoesNotKnow(String text) {
        assertThat(USUAL.tried(text)).isEmpty();
    }
}
