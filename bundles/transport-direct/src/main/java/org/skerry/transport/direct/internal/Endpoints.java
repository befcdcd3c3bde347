// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as people write them; never a name, so nothing is ever looked up. */
final class Endpoints {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9a-zA-Z_.-]+)?");
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(.+)]|([^:]+)):(\\d{1,5})");

    private Endpoints() {}

    /** The entries of a list that may also be separated by commas or blanks. */
    static List<String> split(String[] values) {
        return Arrays.stream(values)
                .flatMap(value -> Arrays.stream(value.trim().split("[,\\s]+")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** An address such as {@code 192.0.2.1} or {@code 2001:db8::1}. */
    static Optional<InetAddress> address(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** An address with or without a port: {@code 192.0.2.1:4001}, {@code [2001:db8::1]:4001}; port 0 if there is none. */
    static Optional<InetSocketAddress> endpoint(String text) {
        Optional<InetAddress> bare = address(text);
        if (bare.isPresent()) {
            return bare.map(host -> new InetSocketAddress(host, 0));
        }
        Matcher matcher = WITH_PORT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return address(host).map(known -> new InetSocketAddress(known, Integer.parseInt(matcher.group(3))));
    }

    /** For people: {@code 192.0.2.1:4001}, {@code [2001:db8::1]:4001}. */
    static String show(InetSocketAddress endpoint) {
        String host = endpoint.getAddress().getHostAddress();
        return (endpoint.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + endpoint.getPort();
    }
}
