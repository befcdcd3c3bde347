// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.skerry.webrtc.host.RtcSettings.IceServer;

/** STUN and TURN servers as people write them: the URI of RFC 7064 or RFC 7065, and for TURN {@code ;user;password}. */
final class IceServers {

    private static final String HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9a-fA-F:.]{2,45}])";
    private static final Pattern STUN = Pattern.compile("stun:" + HOST + "(?::(\\d{1,5}))?");
    private static final Pattern TURN = Pattern.compile(
            "(turns?:" + HOST + "(?::(\\d{1,5}))?(?:\\?transport=(?:udp|tcp))?);([^;\\s]{1,255});(\\S{1,255})");
    private static final int MAX_PORT = 65_535;

    private IceServers() {}

    /** The entries of a list that may also be separated by commas or blanks. */
    static List<String> split(String[] values) {
        return Arrays.stream(values)
                .flatMap(value -> Arrays.stream(value.trim().split("[,\\s]+")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** {@return the server, or empty if it is not written as above} */
    static Optional<IceServer> parse(String text) {
        Matcher stun = STUN.matcher(text);
        if (stun.matches() && isPort(stun.group(1))) {
            return Optional.of(new IceServer(text, "", ""));
        }
        Matcher turn = TURN.matcher(text);
        if (turn.matches() && isPort(turn.group(2))) {
            return Optional.of(new IceServer(turn.group(1), turn.group(3), turn.group(4)));
        }
        return Optional.empty();
    }

    /** {@return what may be shown of an entry: all but user and password} */
    static String withoutSecret(String text) {
        int end = text.indexOf(';');
        return end < 0 ? text : text.substring(0, end);
    }

    private static boolean isPort(@Nullable String digits) {
        if (digits == null) {
            return true;
        }
        int port = Integer.parseInt(digits);
        return port > 0 && port <= MAX_PORT;
    }
}
