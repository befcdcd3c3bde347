// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a candidate (RFC 8839, section 5.1): no related address, which says nothing that ICE needs and a lot about
 * who sends it, and no extensions but the one of TCP (RFC 6544).
 *
 * @param start foundation, component, transport and priority, as they were
 * @param address an IP address, or null if it is a name
 * @param name a name, or empty if it is an address
 * @param port from 0 to 65535
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param tcpType {@code active}, {@code passive}, {@code so}, or empty for UDP
 */
record Candidate(String start, @Nullable InetAddress address, String name, int port, String type, String tcpType) {

    /** Longest text of one, in characters; real ones have some 150. */
    static final int MAX_LENGTH = 400;

    private static final int MAX_PORT = 65_535;
    private static final Pattern GRAMMAR = Pattern.compile(
            "candidate:([A-Za-z0-9+/]{1,32} 1 (udp|tcp) \\d{1,10}) ([A-Za-z0-9.:-]{1,253}) (\\d{1,5})"
                    + " typ (host|srflx|prflx|relay)((?: \\S+)*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TCP_TYPE = Pattern.compile(".* tcptype (active|passive|so)(?: .*)?");
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** {@return what it says, or empty if it is of a kind that is not known here, which RFC 8839 wants ignored} */
    static Optional<Candidate> parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(4));
        Matcher tcp = TCP_TYPE.matcher(parts.group(6));
        boolean overTcp = parts.group(2).equalsIgnoreCase("tcp");
        if (port > MAX_PORT || overTcp != tcp.matches()) {
            return Optional.empty();
        }
        String host = parts.group(3);
        String type = parts.group(5).toLowerCase(Locale.ROOT);
        String tcpType = overTcp ? tcp.group(1) : "";
        if (V4.matcher(host).matches() || V6.matcher(host).matches()) {
            return literal(host).map(address -> new Candidate(parts.group(1), address, "", port, type, tcpType));
        }
        return Optional.of(new Candidate(parts.group(1), null, host.toLowerCase(Locale.ROOT), port, type, tcpType));
    }

    /** An address that is written as one, so that nothing is looked up. */
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** {@return it as text, in one spelling only} */
    String text() {
        return "candidate:" + start + " " + (address == null ? name : show(address)) + " " + port + " typ " + type
                + (tcpType.isEmpty() ? "" : " tcptype " + tcpType);
    }

    private static String show(InetAddress address) {
        String text = address.getHostAddress();
        int scope = address instanceof Inet6Address ? text.indexOf('%') : -1;
        return scope < 0 ? text : text.substring(0, scope);
    }
}
