// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectSettingsTest {

    /** A configuration with these values, and the defaults of the annotation for the rest, as the component runtime makes it. */
    static DirectConfiguration with(Map<String, Object> values) {
        return (DirectConfiguration) Proxy.newProxyInstance(
                DirectConfiguration.class.getClassLoader(),
                new Class<?>[] {DirectConfiguration.class},
                (proxy, method, arguments) -> {
                    Object value = values.getOrDefault(method.getName().replace('_', '.'), method.getDefaultValue());
                    if (value instanceof RuntimeException) {
                        throw (RuntimeException) value;
                    }
                    return value;
                });
    }

    @Test
    void hasTheDocumentedDefaults() {
        DirectSettings settings = DirectSettings.of(with(Map.of()));
        assertThat(settings.bind()).isEmpty();
        assertThat(settings.port()).isZero();
        assertThat(settings.allowLoopback()).isFalse();
        assertThat(settings.allowPrivate()).isTrue();
        assertThat(settings.maxMessageBytes()).isEqualTo(256 * 1024);
        assertThat(settings.loopbackOnly()).isFalse();
    }

    @Test
    void readsListsOfAddresses() {
        DirectSettings settings = DirectSettings.of(with(Map.of(
                "bind", new String[] {"127.0.0.1, ::1"},
                "advertise", new String[] {"203.0.113.5", "[2001:db8::1]:4001"})));
        assertThat(settings.bind()).hasSize(2);
        assertThat(settings.loopbackOnly()).isTrue();
        assertThat(settings.advertise()).extracting(each -> each.getPort()).containsExactly(0, 4001);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536",
        "port, -1",
        "max.message.bytes, 16383",
        "max.pending.inbound, 0",
        "inbound.per.second, 0",
        "preface.timeout.ms, 5",
        "negotiation.timeout.ms, 0",
        "send.buffer.bytes, -1"
    })
    void namesFileAndKeyOfANumberOutOfRange(String key, int value) {
        assertThatThrownBy(() -> DirectSettings.of(with(Map.of(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "' in etc/org.skerry.transport.direct.cfg")
                .hasMessageContaining(String.valueOf(value));
    }

    @ParameterizedTest
    @CsvSource({
        "bind, localhost",
        "bind, 1.2.3.4:5",
        "bind, 1.2.3.999",
        "advertise, 1.2.3.4:70000",
        "advertise, example.org:1"
    })
    void namesFileAndKeyOfAnAddressThatIsNone(String key, String value) {
        assertThatThrownBy(() -> DirectSettings.of(with(Map.of(key, new String[] {value}))))
                .hasMessage("org.skerry.transport.direct: '" + value + "' is not an IP address; correct '" + key
                        + "' in etc/org.skerry.transport.direct.cfg");
    }

    @Test
    void namesTheKeyOfAValueThatCannotBeConverted() {
        assertThatThrownBy(() -> DirectSettings.of(with(Map.of("port", new NumberFormatException("\"abc\"")))))
                .hasMessageContaining("correct 'port' in etc/org.skerry.transport.direct.cfg");
    }
}
