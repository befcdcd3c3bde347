// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.skerry.spi.transport.Lane;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcSettings.IceServer;

/**
 * What can be set.
 *
 * @param ice how to find a way
 * @param addresses which addresses are used
 * @param flow how much may wait where
 * @param maxConnections most connections
 * @param negotiationTimeout after which a negotiation fails
 * @param grace how long a link may be disconnected until another one is asked for
 * @param warmUp whether the native library is tried when the transport opens
 */
record WebRtcSettings(
        Ice ice,
        Addresses addresses,
        Flow flow,
        int maxConnections,
        Duration negotiationTimeout,
        Duration grace,
        boolean warmUp) {

    static final String PID = "org.skerry.transport.webrtc";
    static final int MIN_MESSAGE_BYTES = 16 * 1024;
    private static final int MAX_HIGH_WATER = 4 << 20;
    private static final int MIN_WINDOW = 2 * RtcConnection.MAX_MESSAGE_BYTES;
    /** The window where a round trip takes next to nothing: more only lets the library fill buffers that then overflow. */
    private static final int NEAR_WINDOW = 1 << 20;
    /** Bytes a second that a session carries at best. */
    private static final double FULL_RATE = 64e6;

    /**
     * How to find a way.
     *
     * @param servers STUN and TURN servers
     * @param relayOnly whether only ways through TURN are taken
     * @param minPort lowest UDP port, 0 for any
     * @param maxPort highest UDP port, 0 for any
     */
    record Ice(List<IceServer> servers, boolean relayOnly, int minPort, int maxPort) {
        Ice {
            servers = List.copyOf(servers);
        }
    }

    /**
     * Which addresses are used.
     *
     * @param allowPrivate private ones too
     * @param allowLoopback loopback ones of others too
     * @param allowLocalNames names that end in {@code .local} too
     * @param maxCandidates most candidates that a peer may name in a negotiation
     */
    record Addresses(boolean allowPrivate, boolean allowLoopback, boolean allowLocalNames, int maxCandidates) {}

    /**
     * How much may wait where, per lane of a link.
     *
     * @param windowBytes sent ahead by the other end on the data lane, however long a round trip takes
     * @param highWaterBytes in the library until it is given no more
     * @param lowWaterBytes in the library when it is given more
     * @param poll least time between two looks at what waits in the library
     * @param maxMessageBytes the longest message
     */
    record Flow(int windowBytes, int highWaterBytes, int lowWaterBytes, Duration poll, int maxMessageBytes) {

        /**
         * How far the other end may be ahead.
         *
         * @param rttSeconds a round trip; 0 while unknown
         * @return bytes: on the data lane what is under way at full rate, 1 MiB at least, within {@link #windowBytes}; on the
         *     control lane a quarter of that limit, but two messages at least
         */
        int window(Lane lane, double rttSeconds) {
            if (lane == Lane.CONTROL) {
                return Math.max(MIN_WINDOW, windowBytes / 4);
            }
            return (int) Math.min(windowBytes, Math.max(NEAR_WINDOW, FULL_RATE * rttSeconds));
        }
    }

    /** @throws IllegalArgumentException if a value is wrong; the message names PID and key */
    static WebRtcSettings of(WebRtcConfiguration from) {
        return new WebRtcSettings(
                ice(from),
                new Addresses(
                        read("allow.private", from::allow_private),
                        read("allow.loopback", from::allow_loopback),
                        read("allow.local.names", from::allow_local_names),
                        number("max.candidates", from::max_candidates, 1, 1024)),
                flow(from),
                number("max.connections", from::max_connections, 1, 65_536),
                Duration.ofMillis(number("negotiation.timeout.ms", from::negotiation_timeout_ms, 100, 120_000)),
                Duration.ofMillis(number("disconnected.grace.ms", from::disconnected_grace_ms, 0, 60_000)),
                read("warm.up", from::warm_up));
    }

    private static Ice ice(WebRtcConfiguration from) {
        List<IceServer> servers = IceServers.split(read("ice.servers", from::ice_servers)).stream()
                .map(text -> IceServers.parse(text)
                        .orElseThrow(() -> wrong(
                                "ice.servers",
                                "'" + IceServers.withoutSecret(text) + "' is neither stun:host[:port] nor"
                                        + " turn:host[:port][?transport=udp|tcp];user;password")))
                .toList();
        String policy = read("ice.policy", from::ice_policy);
        if (!policy.equals("all") && !policy.equals("relay")) {
            throw wrong("ice.policy", "'" + policy + "' is neither all nor relay");
        }
        boolean relayOnly = policy.equals("relay");
        if (relayOnly && servers.stream().noneMatch(server -> server.url().startsWith("turn"))) {
            throw wrong("ice.policy", "relay needs a TURN server in ice.servers");
        }
        int min = number("port.min", from::port_min, 0, 65_535);
        int max = number("port.max", from::port_max, 0, 65_535);
        if (min > max || (min == 0) != (max == 0)) {
            throw wrong("port.max", "ports from " + min + " to " + max + " are no range");
        }
        return new Ice(servers, relayOnly, min, max);
    }

    private static Flow flow(WebRtcConfiguration from) {
        int high = number("high.water.bytes", from::high_water_bytes, 65_536, MAX_HIGH_WATER);
        int low = number("low.water.bytes", from::low_water_bytes, 0, MAX_HIGH_WATER - 1);
        if (low >= high) {
            throw wrong("low.water.bytes", low + " is not below high.water.bytes, " + high);
        }
        return new Flow(
                number("window.bytes", from::window_bytes, MIN_WINDOW, 16 << 20),
                high,
                low,
                Duration.ofNanos(1000L * number("poll.us", from::poll_us, 500, 100_000)),
                number(
                        "max.message.bytes",
                        from::max_message_bytes,
                        MIN_MESSAGE_BYTES,
                        RtcConnection.MAX_MESSAGE_BYTES));
    }

    /** What the configuration says, converted by the component runtime, which may find that it cannot. */
    private static <T> T read(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            throw wrong(key, "its value cannot be used (" + e.getMessage() + ")");
        }
    }

    private static int number(String key, Supplier<Integer> value, int min, int max) {
        int number = read(key, value);
        if (number < min || number > max) {
            throw wrong(key, number + " is not within " + min + " to " + max);
        }
        return number;
    }

    private static IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(PID + ": " + what + "; correct '" + key + "' in etc/" + PID + ".cfg");
    }
}
