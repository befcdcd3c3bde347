// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.webrtc.host.RtcSettings.IceServer;

class WebRtcSettingsTest {

    private static final String WHERE = "' in etc/org.skerry.transport.webrtc.cfg";

    @Test
    void hasTheDocumentedDefaults() {
        WebRtcSettings settings = Configured.settings(Map.of());
        assertThat(settings.ice().servers()).isEmpty();
        assertThat(settings.ice().relayOnly()).isFalse();
        assertThat(settings.addresses()).isEqualTo(new WebRtcSettings.Addresses(true, false, true, 64));
        assertThat(settings.flow())
                .isEqualTo(new WebRtcSettings.Flow(4 << 20, 2 << 20, 1 << 20, Duration.ofMillis(1), 256 << 10));
        assertThat(settings.maxConnections()).isEqualTo(64);
        assertThat(settings.negotiationTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.warmUp()).isTrue();
    }

    @Test
    void readsServersWithAndWithoutCredentials() {
        String[] servers = {
            "stun:stun.example.org, turn:turn.example.org:3478?transport=tcp;alice;s3;cret",
            "turns:[2001:db8::1]:5349;bob;x"
        };
        assertThat(Configured.settings(Map.of("ice.servers", servers)).ice().servers())
                .containsExactly(
                        new IceServer("stun:stun.example.org", "", ""),
                        new IceServer("turn:turn.example.org:3478?transport=tcp", "alice", "s3;cret"),
                        new IceServer("turns:[2001:db8::1]:5349", "bob", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun.example.org",
                "stun:",
                "stun:a:0",
                "stun:a:65536",
                "stun:a;user;secret",
                "turn:a",
                "turn:a;user",
                "turn:a?transport=sctp;user;secret",
                "turn:a b;user;secret",
                "http:a"
            })
    void namesFileAndKeyOfAServerThatIsNoneAndNotItsSecret(String server) {
        assertThatThrownBy(() -> Configured.settings(Map.of("ice.servers", new String[] {server})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("correct 'ice.servers" + WHERE)
                .hasMessageNotContaining("secret'")
                .hasMessageNotContaining(";secret");
    }

    @ParameterizedTest
    @CsvSource({
        "port.min, 65536",
        "port.max, -1",
        "port.max, 4000",
        "max.connections, 0",
        "max.candidates, 1025",
        "negotiation.timeout.ms, 99",
        "window.bytes, 524287",
        "window.bytes, 16777217",
        "high.water.bytes, 4194305",
        "high.water.bytes, 65535",
        "low.water.bytes, -1",
        "low.water.bytes, 2097152",
        "poll.us, 499",
        "disconnected.grace.ms, 60001",
        "max.message.bytes, 16383",
        "max.message.bytes, 262145"
    })
    void namesFileAndKeyOfANumberOutOfRange(String key, int value) {
        assertThatThrownBy(() -> Configured.settings(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("correct '" + key + WHERE)
                .hasMessageContaining(String.valueOf(value));
    }

    @Test
    void refusesAPolicyThatIsNoneOrCannotBeKept() {
        assertThatThrownBy(() -> Configured.settings(Map.of("ice.policy", "some")))
                .hasMessageContaining("'some' is neither all nor relay; correct 'ice.policy" + WHERE);
        assertThatThrownBy(() -> Configured.settings(Map.of("ice.policy", "relay")))
                .hasMessageContaining("relay needs a TURN server");
        assertThat(Configured.settings(Map.of("ice.policy", "relay", "ice.servers", new String[] {"turn:a;u;p"}))
                        .ice()
                        .relayOnly())
                .isTrue();
    }

    @Test
    void namesTheKeyOfAValueThatCannotBeConverted() {
        assertThatThrownBy(() -> Configured.settings(Map.of("poll.us", new NumberFormatException("\"abc\""))))
                .hasMessageContaining("correct 'poll.us" + WHERE);
    }
}
