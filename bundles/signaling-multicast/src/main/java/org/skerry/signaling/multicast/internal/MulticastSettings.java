// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked; {@link MulticastConfiguration} says what each value means.
 *
 * @param group4 IPv4 group
 * @param group6 IPv6 group
 * @param port UDP port
 * @param interfaces names; empty for all
 * @param ttl hops
 * @param poll time between two looks at the interfaces
 * @param maxDatagramBytes longest datagram
 * @param queueFrames frames that wait at most
 * @param outPerSecond frames out
 * @param inPerSecond datagrams in
 * @param inPerSourcePerSecond datagrams in from one source
 */
record MulticastSettings(
        Optional<Inet4Address> group4,
        Optional<Inet6Address> group6,
        int port,
        Set<String> interfaces,
        int ttl,
        Duration poll,
        int maxDatagramBytes,
        int queueFrames,
        int outPerSecond,
        int inPerSecond,
        int inPerSourcePerSecond) {

    static final String PID = "org.skerry.signaling.multicast";
    private static final int MANY = 1 << 16;

    static MulticastSettings of(MulticastConfiguration c) {
        Optional<Inet4Address> group4 = group("group4", c.group4(), Inet4Address.class);
        Optional<Inet6Address> group6 = group("group6", c.group6(), Inet6Address.class);
        if (group4.isEmpty() && group6.isEmpty()) {
            throw new IllegalArgumentException(PID + ": group4 and group6 must not both be empty");
        }
        return new MulticastSettings(
                group4,
                group6,
                within("port", c.port(), 1, 65535),
                names(c.interfaces()),
                within("ttl", c.ttl(), 0, 1),
                Duration.ofSeconds(within("poll.seconds", c.poll_seconds(), 1, 60)),
                within("max.datagram.bytes", c.max_datagram_bytes(), 640, 1400),
                within("queue.frames", c.queue_frames(), 1, MANY),
                within("out.per.second", c.out_per_second(), 1, MANY),
                within("in.per.second", c.in_per_second(), 1, MANY),
                within("in.per.source.per.second", c.in_per_source_per_second(), 1, MANY));
    }

    int maxFrameBytes() {
        return maxDatagramBytes - Datagram.OVERHEAD_BYTES;
    }

    boolean staysOnThisMachine() {
        return ttl == 0;
    }

    private static int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be between " + least + " and " + most + ", is " + value);
        }
        return value;
    }

    /** A configuration file may give several names in one value, separated by commas. */
    private static Set<String> names(String[] values) {
        Set<String> names = new TreeSet<>();
        for (String name : String.join(",", values).split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return Set.copyOf(names);
    }

    private static <T extends InetAddress> Optional<T> group(String key, String text, Class<T> family) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            // Only literals: a name would be looked up.
            InetAddress address = text.matches("[0-9a-fA-F:.]+") ? InetAddress.getByName(text.strip()) : null;
            if (family.isInstance(address) && address.isMulticastAddress()) {
                return Optional.of(family.cast(address));
            }
        } catch (UnknownHostException e) {
            throw wrongGroup(key, text, e);
        }
        throw wrongGroup(key, text, null);
    }

    private static IllegalArgumentException wrongGroup(String key, String text, @Nullable Throwable cause) {
        String family = key.equals("group4") ? "IPv4" : "IPv6";
        return new IllegalArgumentException(
                PID + ": " + key + " must be an " + family + " multicast address, is " + text, cause);
    }
}
