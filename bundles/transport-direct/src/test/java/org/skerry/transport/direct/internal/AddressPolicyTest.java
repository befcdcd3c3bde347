// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private static AddressPolicy policy(String bind, boolean allowLoopback, boolean allowPrivate, String... advertise) {
        return new AddressPolicy(new DirectSettings(
                Stream.of(bind)
                        .filter(each -> !each.isEmpty())
                        .map(AddressPolicyTest::address)
                        .toList(),
                0,
                Stream.of(advertise).map(AddressPolicyTest::endpoint).toList(),
                allowLoopback,
                allowPrivate,
                16384,
                new InboundLimits.Settings(1, 1, Duration.ofSeconds(1)),
                Duration.ofSeconds(1),
                0,
                false));
    }

    private static InetAddress address(String text) {
        return Endpoints.address(text).orElseThrow();
    }

    private static InetSocketAddress endpoint(String text) {
        return Endpoints.endpoint(text).orElseThrow();
    }

    private static List<String> dialled(AddressPolicy policy, String... offered) {
        return policy
                .dialled(Stream.of(offered).map(AddressPolicyTest::endpoint).toList())
                .stream()
                .map(Endpoints::show)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0:80",
                "127.0.0.1:80",
                "127.9.9.9:80",
                "224.0.0.251:5353",
                "239.1.2.3:80",
                "255.255.255.255:80",
                "240.0.0.1:80",
                "0.1.2.3:80",
                "169.254.169.254:80",
                "192.0.2.1:0",
                "[::]:80",
                "[::1]:80",
                "[::ffff:127.0.0.1]:80",
                "[::127.0.0.1]:80",
                "[ff02::1]:80",
                "[fe80::1]:80",
                "[64:ff9b::7f00:1]:80"
            })
    void dialsNothingThatIsNoPlaceForAPeer(String hostile) {
        assertThat(dialled(policy("", false, true), hostile)).isEmpty();
    }

    @Test
    void dialsPrivateAddressesUnlessToldNotTo() {
        String[] local = {"10.0.0.1:1", "172.16.0.1:1", "192.168.1.1:1", "100.64.0.1:1", "[fd00::1]:1"};
        assertThat(dialled(policy("", false, true), local)).hasSize(local.length);
        assertThat(dialled(policy("", false, false), local)).isEmpty();
        assertThat(dialled(policy("", false, false), "203.0.113.5:1", "100.128.0.1:1"))
                .hasSize(2);
    }

    @Test
    void dialsLoopbackWhereItIsAllowed() {
        assertThat(dialled(policy("", true, true), "127.0.0.1:1", "192.0.2.1:1"))
                .hasSize(2);
    }

    @Test
    void staysOnThisMachineWhenItListensOnLoopbackOnly() {
        assertThat(dialled(policy("127.0.0.1", false, true), "127.0.0.1:1", "192.0.2.1:1", "10.0.0.1:1"))
                .containsExactly("127.0.0.1:1");
    }

    @Test
    void alternatesBetweenFamiliesAndDialsNothingTwice() {
        assertThat(dialled(
                        policy("", false, true),
                        "192.0.2.1:1",
                        "192.0.2.2:1",
                        "192.0.2.1:1",
                        "[2001:db8::1]:1",
                        "[2001:db8::2]:1"))
                .containsExactly("[2001:db8:0:0:0:0:0:1]:1", "192.0.2.1:1", "[2001:db8:0:0:0:0:0:2]:1", "192.0.2.2:1");
    }

    @Test
    void offersWhatItListensOnAndWhatIsAdvertised() throws IOException {
        AddressPolicy policy = policy("127.0.0.1", false, true, "203.0.113.5", "203.0.113.6:7");
        assertThat(policy.offered(List.of(endpoint("127.0.0.1:4001"))))
                .containsExactly(endpoint("203.0.113.5:4001"), endpoint("203.0.113.6:7"), endpoint("127.0.0.1:4001"));
    }

    @Test
    void offersOwnAddressesForTheWildcardWithoutLoopback() throws IOException {
        List<InetSocketAddress> offered =
                policy("", false, true).offered(List.of(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 4001)));
        assertThat(offered).hasSizeLessThanOrEqualTo(SignalBody.MAX_ADDRESSES).allSatisfy(each -> {
            assertThat(each.getAddress().isLoopbackAddress()).isFalse();
            assertThat(each.getAddress().isAnyLocalAddress()).isFalse();
            assertThat(each.getPort()).isEqualTo(4001);
        });
        assertThat(policy("", true, true).offered(List.of(endpoint("0.0.0.0:4001"))))
                .anyMatch(each -> each.getAddress().isLoopbackAddress());
    }
}
