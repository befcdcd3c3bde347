// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The borders of each range, from both sides. */
class AddressScopeTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, NONE",
        "0.255.255.255, NONE",
        "1.0.0.0, GLOBAL",
        "9.255.255.255, GLOBAL",
        "10.0.0.0, PRIVATE",
        "10.255.255.255, PRIVATE",
        "11.0.0.0, GLOBAL",
        "100.63.255.255, GLOBAL",
        "100.64.0.0, PRIVATE",
        "100.127.255.255, PRIVATE",
        "100.128.0.0, GLOBAL",
        "126.255.255.255, GLOBAL",
        "127.0.0.0, LOOPBACK",
        "127.255.255.255, LOOPBACK",
        "128.0.0.0, GLOBAL",
        "169.253.255.255, GLOBAL",
        "169.254.169.254, NONE",
        "169.255.0.0, GLOBAL",
        "172.15.255.255, GLOBAL",
        "172.16.0.0, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.0, GLOBAL",
        "192.167.255.255, GLOBAL",
        "192.168.0.0, PRIVATE",
        "192.168.255.255, PRIVATE",
        "192.169.0.0, GLOBAL",
        "223.255.255.255, GLOBAL",
        "224.0.0.0, NONE",
        "239.255.255.255, NONE",
        "240.0.0.0, NONE",
        "255.255.255.255, NONE"
    })
    void knowsTheRangesOfVersionFour(String address, AddressScope scope) throws UnknownHostException {
        assertThat(AddressScope.of(InetAddress.getByName(address))).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "::, NONE",
        "::1, LOOPBACK",
        "::127.0.0.1, NONE",
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:10.0.0.1, PRIVATE",
        "64:ff9b::7f00:1, NONE",
        "1fff:ffff::, NONE",
        "2000::, GLOBAL",
        "3fff:ffff::, GLOBAL",
        "4000::, NONE",
        "fbff::, NONE",
        "fc00::, PRIVATE",
        "fdff:ffff::, PRIVATE",
        "fe00::, NONE",
        "fe80::1, NONE",
        "fec0::1, PRIVATE",
        "ff02::1, NONE"
    })
    void knowsTheRangesOfVersionSix(String address, AddressScope scope) throws UnknownHostException {
        assertThat(AddressScope.of(InetAddress.getByName(address))).isEqualTo(scope);
    }
}
