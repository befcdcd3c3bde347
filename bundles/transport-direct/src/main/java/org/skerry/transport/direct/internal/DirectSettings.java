// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What can be set.
 *
 * @param bind addresses to listen on; empty: all
 * @param port to listen on; 0: any free one
 * @param advertise addresses to offer besides the own ones; port 0 stands for the one that is listened on
 * @param allowLoopback whether loopback addresses are offered and dialled, beyond what {@code bind} implies
 * @param allowPrivate whether private addresses are dialled
 * @param maxMessageBytes the longest message, in bytes
 * @param limits on what strangers can make it hold
 * @param negotiationTimeout after which a negotiation fails
 * @param sendBufferBytes of the socket, in bytes; 0: as the operating system finds best
 * @param warmUp whether TLS is practised in the background when the transport opens
 */
record DirectSettings(
        List<InetAddress> bind,
        int port,
        List<InetSocketAddress> advertise,
        boolean allowLoopback,
        boolean allowPrivate,
        int maxMessageBytes,
        InboundLimits.Settings limits,
        Duration negotiationTimeout,
        int sendBufferBytes,
        boolean warmUp) {

    static final String PID = "org.skerry.transport.direct";
    static final int MIN_MESSAGE_BYTES = 16 * 1024;
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    DirectSettings {
        bind = List.copyOf(bind);
        advertise = List.copyOf(advertise);
    }

    static DirectSettings of(DirectConfiguration from) {
        return new DirectSettings(
                addresses("bind", read("bind", from::bind)),
                within("port", read("port", from::port), 0, 65535),
                endpoints("advertise", read("advertise", from::advertise)),
                read("allow.loopback", from::allow_loopback),
                read("allow.private", from::allow_private),
                within(
                        "max.message.bytes",
                        read("max.message.bytes", from::max_message_bytes),
                        MIN_MESSAGE_BYTES,
                        MAX_MESSAGE_BYTES),
                new InboundLimits.Settings(
                        within("max.pending.inbound", read("max.pending.inbound", from::max_pending_inbound), 1, 65536),
                        within("inbound.per.second", read("inbound.per.second", from::inbound_per_second), 1, 65536),
                        millis("preface.timeout.ms", read("preface.timeout.ms", from::preface_timeout_ms))),
                millis("negotiation.timeout.ms", read("negotiation.timeout.ms", from::negotiation_timeout_ms)),
                within("send.buffer.bytes", read("send.buffer.bytes", from::send_buffer_bytes), 0, 1 << 30),
                read("warm.up", from::warm_up));
    }

    /** What the configuration says, converted by the component runtime, which may find that it cannot. */
    private static <T> T read(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            throw wrong(key, "its value cannot be used (" + e.getMessage() + ")");
        }
    }

    private static Duration millis(String key, int value) {
        return Duration.ofMillis(within(key, value, 100, 120_000));
    }

    /** Whether it listens on loopback addresses only, and so stays on this machine. */
    boolean loopbackOnly() {
        return !bind.isEmpty() && bind.stream().allMatch(InetAddress::isLoopbackAddress);
    }

    private static int within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw wrong(key, value + " is not within " + min + " to " + max);
        }
        return value;
    }

    private static List<InetAddress> addresses(String key, String[] values) {
        return Endpoints.split(values).stream()
                .map(value -> Endpoints.address(value).orElseThrow(() -> wrong(key, notAnAddress(value))))
                .toList();
    }

    private static List<InetSocketAddress> endpoints(String key, String[] values) {
        return Endpoints.split(values).stream()
                .map(value -> Endpoints.endpoint(value).orElseThrow(() -> wrong(key, notAnAddress(value))))
                .toList();
    }

    private static String notAnAddress(String value) {
        return "'" + value + "' is not an IP address";
    }

    private static IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(PID + ": " + what + "; correct '" + key + "' in etc/" + PID + ".cfg");
    }
}
